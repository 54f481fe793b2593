import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findCoverageInstallation } from '@nx-testmon/testing/runner-installations';
import { outcomes } from '@nx-testmon/testing/runner-workspace';
import { afterEach, describe, expect, it } from 'vitest';
import {
  cleanEnvironment,
  installations,
  runApp,
  temporaryWorkspace,
  type TemporaryWorkspace,
} from './temporary-workspace.testing';

const configuration = `export default { test: { globals: true } };`;
const pass = `test('passes', () => {});`;
const fail = `test('fails', () => { expect(1).toBe(2); });`;

/**
 * Checks that are specific to Vitest, and not part of the contract of all test runners (e2e/runner-contract).
 */
describe.each(installations)('a run with Vitest $version', ({ folder, version }) => {
  let workspace: TemporaryWorkspace | undefined;
  const make = (files: Readonly<Record<string, string>>): TemporaryWorkspace =>
    (workspace = temporaryWorkspace(folder, { 'vitest.config.mjs': configuration, ...files }));
  afterEach(() => workspace?.dispose());
  const suite = 'app:packages/app/vitest.config.mjs';
  const named = (...files: readonly string[]) =>
    files.map((file) => ({ suite, path: `packages/app/${file}` }));

  it('prints a summary of the requested files only', async () => {
    const result = await runApp(make({ 'a.test.ts': pass, 'b.test.ts': fail }), {
      files: named('a.test.ts'),
    });
    expect(result.output).toMatch(/Test Files\s+1 passed \(1\)/);
  });

  it('reports a retried test by its last try', async () => {
    const flaky = `let n = 0; test('flaky', { retry: 2 }, () => { expect(++n).toBe(2); });`;
    const result = await runApp(make({ 'flaky.test.ts': flaky }));
    expect(outcomes(result)).toEqual(['flaky.test.ts: passed']);
    expect(result.exitCode).toBe(0);
  });

  it('does not trust passes after an unhandled error', async () => {
    const late = `test('late', async () => { Promise.reject(new Error('not awaited')); await new Promise((r) => setTimeout(r, 50)); });`;
    const result = await runApp(make({ 'a.test.ts': late }));
    expect(result).toMatchObject({ outcome: 'unhandled', exitCode: 1 });
    expect(result.message).toContain('not awaited');
  });

  it.each(['threads', 'forks', 'vmThreads', 'vmForks'])(
    'distinguishes passed from failed in the pool %s',
    async (pool) => {
      const leaves = `test('leaves', async () => { process.exit(0); });`;
      const result = await runApp(make({ 'a.test.ts': pass, 'b.test.ts': fail, 'c.test.ts': leaves }), {
        runnerArguments: [`--pool=${pool}`],
      });
      expect(outcomes(result)).toEqual(expect.arrayContaining(['a.test.ts: passed', 'b.test.ts: failed']));
      expect(outcomes(result)).not.toContain('c.test.ts: passed');
      expect(result.exitCode).toBe(1);
    },
  );

  it('gives a file that is also a type test one result, the worse one', async () => {
    const result = await runApp(
      make({
        'vitest.config.mjs': `export default { test: { globals: true, typecheck: { enabled: true, include: ['both.test.ts'] } } };`,
        'tsconfig.json': `{"compilerOptions": {"strict": true, "module": "esnext", "moduleResolution": "bundler", "target": "es2022", "noEmit": true, "skipLibCheck": true, "types": []}, "include": ["*.ts"]}`,
        'both.test.ts': `import { expectTypeOf, test } from 'vitest'; test('t', () => { expectTypeOf(1).toEqualTypeOf<string>(); });`,
      }),
    );
    expect(outcomes(result)).toEqual(['both.test.ts: failed']);
  });

  it('keeps the order of Vitest if test files share modules', async () => {
    const shared = (isolate: boolean) =>
      `export default { test: { globals: true, isolate: ${isolate}, pool: 'forks', fileParallelism: false, poolOptions: { forks: { isolate: ${isolate} } } } };`;
    const note = (name: string) =>
      `import { appendFileSync } from 'node:fs'; test('notes', () => { appendFileSync('order.txt', '${name}'); });`;
    const app = make({ 'a.test.ts': note('a'), 'b.test.ts': note('b'), 'c.test.ts': note('c') });
    // Vitest itself starts with the largest file, because it knows no durations.
    app.write({ 'b.test.ts': `${note('b')} // large\n`.padEnd(500, '/') });
    const orderOf = async (isolate: boolean, ...runnerArguments: readonly string[]) => {
      app.write({ 'vitest.config.mjs': shared(isolate), 'order.txt': '' });
      await runApp(app, { order: named('c.test.ts', 'a.test.ts', 'b.test.ts'), runnerArguments });
      return readFileSync(join(app.app, 'order.txt'), 'utf8');
    };
    expect(await orderOf(true)).toBe('cab');
    expect(await orderOf(false)).toMatch(/^b/);
    expect(await orderOf(true, '--no-isolate')).toMatch(/^b/);
    // Since Vitest 4, test files share modules in this pool.
    expect(await orderOf(true, '--pool=vmThreads')).toMatch(version.startsWith('3.') ? /^cab$/ : /^b/);
  });

  it('keeps the order of Vitest if it shuffles the test files', async () => {
    const app = make({
      'vitest.config.mjs': `export default { test: { globals: true, fileParallelism: false, sequence: { shuffle: { files: true }, seed: 1 } } };`,
    });
    const names = ['a', 'b', 'c', 'd', 'e', 'f'];
    const note = (name: string) =>
      `import { appendFileSync } from 'node:fs'; test('notes', () => { appendFileSync('order.txt', '${name}'); });`;
    app.write(Object.fromEntries(names.map((name) => [`${name}.test.ts`, note(name)])));
    const orderOf = async (order: readonly string[] | undefined) => {
      app.write({ 'order.txt': '' });
      await runApp(app, { order: order && named(...order.map((name) => `${name}.test.ts`)) });
      return readFileSync(join(app.app, 'order.txt'), 'utf8');
    };
    const own = await orderOf(undefined);
    expect([...own].sort()).toEqual(names);
    expect(await orderOf([...own].reverse())).toBe(own);
  });

  it('passes with more shards than test files, and runs each file in one shard', async () => {
    const app = make({ 'a.test.ts': pass, 'empty.test.ts': 'export {};' });
    for (const files of ['all', named('a.test.ts', 'empty.test.ts')] as const) {
      const executed: string[] = [];
      const exitCodes: number[] = [];
      for (const shard of ['1/3', '2/3', '3/3']) {
        const result = await runApp(app, { runnerArguments: [`--shard=${shard}`], files });
        executed.push(...outcomes(result));
        exitCodes.push(result.exitCode);
      }
      expect(executed.sort()).toEqual(['a.test.ts: passed', 'empty.test.ts: failed']);
      expect(exitCodes.sort()).toEqual([0, 0, 1]);
    }
  });

  it('fails a test file without tests as Vitest does, even if nothing else was selected', async () => {
    const app = make({ 'a.test.ts': pass, 'empty.test.ts': 'export {};' });
    for (const files of ['all', named('empty.test.ts')] as const) {
      const result = await runApp(app, { files });
      expect(outcomes(result), result.output).toContain('empty.test.ts: failed');
      expect(result.exitCode).toBe(1);
    }
  });

  it('prints that no test file matches a filter', async () => {
    const none = await runApp(make({ 'a.test.ts': pass }), { runnerArguments: ['nowhere'] });
    expect(none.output).toContain('No test files found');
  });

  it('reports files that end after a bail as incomplete', async () => {
    const result = await runApp(make({ 'a.test.ts': fail + `test('left out', () => {});` }), {
      runnerArguments: ['--bail=1'],
    });
    expect(result.exitCode).toBe(1);
    expect(result.outcome).toBe('failed');
    expect(outcomes(result).filter((line) => line.endsWith('passed'))).toEqual([]);
  });

  it.each(['tap-flat', 'dot', 'json'])(
    'prints with --reporter=%s what Vitest alone prints',
    async (reporter) => {
      const app = make({ 'a.test.ts': pass, 'b.test.ts': fail });
      const result = await runApp(app, { runnerArguments: [`--reporter=${reporter}`] });
      const alone = spawnSync(
        process.execPath,
        [join(app.root, 'node_modules/vitest/vitest.mjs'), 'run', `--reporter=${reporter}`],
        { cwd: app.app, env: { ...cleanEnvironment }, encoding: 'utf8' },
      );
      expect(result.exitCode).toBe(alone.status);
      expect(withoutTimes(result.output)).toEqual(withoutTimes(alone.stdout + alone.stderr));
    },
  );

  it('keeps the reporters of the configuration', async () => {
    const result = await runApp(
      make({
        'vitest.config.mjs': `export default { test: { globals: true, reporters: ['./reporter.mjs'] } };`,
        'reporter.mjs': `export default class { onTestRunEnd(modules) { console.log('mine saw', modules.length); } }`,
        'a.test.ts': pass,
      }),
    );
    expect(result.output.trim()).toBe('mine saw 1');
    expect(outcomes(result)).toEqual(['a.test.ts: passed']);
  });

  it('distinguishes the same file in two Vitest projects', async () => {
    const app = make({
      'vitest.config.mjs': `export default { test: { globals: true, projects: [{ extends: true, test: { name: 'one' } }, { extends: true, test: { name: 'two' } }] } };`,
      'a.test.ts': pass,
    });
    // Vitest has `test.projects` since 3.2.
    const result = await runApp(app, {
      files: [{ suite: `${suite}:two`, path: 'packages/app/a.test.ts' }],
    });
    expect(result.results.map(({ testFile }) => testFile.suite)).toEqual([`${suite}:two`]);
    expect(result.found?.map((one) => one.suite).sort()).toEqual([`${suite}:one`, `${suite}:two`]);
  });

  it('runs type tests', async () => {
    const result = await runApp(
      make({
        'vitest.config.mjs': `export default { test: { globals: true, typecheck: { enabled: true, tsconfig: 'tsconfig.json' } } };`,
        'tsconfig.json': `{"compilerOptions": {"strict": true, "module": "esnext", "moduleResolution": "bundler", "target": "es2022", "noEmit": true, "skipLibCheck": true, "types": []}, "include": ["*.ts"]}`,
        'good.test-d.ts': `import { expectTypeOf, test } from 'vitest'; test('t', () => { expectTypeOf(1).toEqualTypeOf<number>(); });`,
        'bad.test-d.ts': `import { expectTypeOf, test } from 'vitest'; test('t', () => { expectTypeOf(1).toEqualTypeOf<string>(); });`,
      }),
    );
    expect(outcomes(result)).toEqual(['bad.test-d.ts: failed', 'good.test-d.ts: passed']);
  });

  it('reports a syntax error in the configuration', async () => {
    const syntax = await runApp(make({ 'vitest.config.mjs': `export default {`, 'a.test.ts': pass }));
    expect(syntax).toMatchObject({ outcome: 'broken', exitCode: 1, results: [] });
    expect(syntax.message).toMatch(/vitest\.config\.mjs|Unexpected|Expected/);
  });

  it('refuses an unknown option', async () => {
    const unknown = await runApp(make({ 'a.test.ts': pass }), { runnerArguments: ['--noSuchOption'] });
    expect(unknown).toMatchObject({
      outcome: 'broken',
      message: expect.stringContaining('noSuchOption') as string,
    });
  });

  it('writes no file with keepCache off, and Vitest writes its own with it on', async () => {
    const app = make({ 'a.test.ts': pass });
    const before = app.list();
    await runApp(app);
    expect(app.list()).toEqual(before);
    await runApp(app, { keepCache: true });
    expect(app.list().length).toBeGreaterThan(before.length);
  });

  it('runs tests as Vitest does: working directory, NODE_ENV, VITEST', async () => {
    const app = make({
      'a.test.ts': `import { writeFileSync } from 'node:fs'; test('x', () => { writeFileSync('seen.json', JSON.stringify([process.cwd(), process.env.NODE_ENV, process.env.VITEST])); });`,
    });
    await runApp(app);
    expect(existsSync(join(app.app, 'seen.json'))).toBe(true);
    expect(JSON.parse(readFileSync(join(app.app, 'seen.json'), 'utf8'))).toEqual([app.app, 'test', 'true']);
  });
});

it('a run fails by a coverage threshold with all tests passed', async () => {
  const workspace = temporaryWorkspace(await findCoverageInstallation(), {
    'vitest.config.mjs': configuration,
    'a.test.ts': `import { f } from './f'; ${pass} void f;`,
    'f.ts': `export function f() { return 1; }`,
  });
  try {
    const run = (threshold: number) =>
      runApp(workspace, {
        runnerArguments: ['--coverage', `--coverage.thresholds.functions=${threshold}`],
      });
    const failed = await run(100);
    expect(outcomes(failed), failed.output).toEqual(['a.test.ts: passed']);
    expect(failed).toMatchObject({ outcome: 'failed', exitCode: 1 });
    expect(await run(0)).toMatchObject({ outcome: 'passed', exitCode: 0 });
  } finally {
    workspace.dispose();
  }
});

/** The order is ignored too, because files run in parallel. */
function withoutTimes(output: string): string[] {
  return (
    output
      .replace(/^\s*(Start at|Duration).*$/gm, '')
      // Vitest's advice on isolation, which it prints if workers were slow to start.
      .replace(/^\s*(Isolate\s|.* faster with isolate: false).*$/gm, '')
      .replace(/"duration":[\d.]+|"(start|end)Time":[\d.]+|~?[\d.]+ ?m?s\b/g, 'T')
      .split(/\n|(?<=\})|(?=\{)/)
      .map((line) => line.trim())
      .filter((line) => line !== '' && !/^[.x·]+$/.test(line))
      .sort()
  );
}
