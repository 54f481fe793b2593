import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { findTestFiles } from '@nx-testmon/graph';
import { afterEach, describe, expect, it } from 'vitest';
import { accountFunctions, accountSources } from '../tools/testing/account-sources';
import { runnerTraits } from './harness/runner-traits';
import { runnerInstallations, type RunnerInstallationName } from './harness/runner-installations';
import { createRunnerWorkspace, outcomes, type RunnerWorkspace } from './harness/runner-workspace';

const only = process.env['TESTMON_CONTRACT'];
const names = (Object.keys(runnerInstallations) as RunnerInstallationName[]).filter(
  (name) => only === undefined || name.startsWith(only),
);

/** The documented pattern with which VS Code finds failures in the output. */
const problemPattern = new RegExp(
  JSON.parse(
    /"regexp": (".*")/.exec(readFileSync(join(__dirname, '../docs/editors.md'), 'utf8'))![1]!,
  ) as string,
);

const pass = `test('passes', () => {});`;
const fail = `test('fails', () => { expect(1).toBe(2); });`;
const waits = `test('waits', async () => { await new Promise((end) => setTimeout(end, 60000)); }, 70000);`;
const dies = `test('dies', async () => { process.kill(process.pid, 'SIGKILL'); await new Promise(() => {}); });`;

/** The same tests for every test runner. */
describe.each(names)('the contract, with %s', (installation) => {
  const traits = runnerTraits(installation);
  const { isNode, config, inWorkers, oneByOne } = traits;
  const [configFile] = Object.keys(config) as [string];
  const suite = `app:packages/app/${configFile}`;
  const named = (...files: readonly string[]) =>
    files.map((file) => ({ suite, path: `packages/app/${file}` }));
  let workspace: RunnerWorkspace | undefined;
  const probeOptions = ({ root, runner }: RunnerWorkspace) => ({
    instrumenter: join(__dirname, '../packages/graph/dist/probes/open-instrumenter.js'),
    syntax: runner.syntax,
    cache: join(root, 'cache'),
  });
  const make = async (files: Readonly<Record<string, string>>): Promise<RunnerWorkspace> =>
    (workspace = await createRunnerWorkspace(installation, traits.asWritten({ ...config, ...files })));
  afterEach(() => workspace?.dispose());

  it('finds the same test files as the test runner, without running it', async () => {
    const app = await make({
      'src/a.test.ts': pass,
      'src/b.spec.js': pass,
      'src/deep/.hidden/c.test.tsx': pass,
      'src/not-a-test.ts': '',
      'src/test.ts': '',
      'src/[id]/d.test.ts': pass,
      'node_modules/e.test.js': pass,
      '.git/f.test.js': pass,
    });
    const suites = await app.suites();
    const listed = suites.flatMap((one) =>
      findTestFiles(app.root, one, app.runner.syntax).map(({ path }) => ({ suite: one.id, path })),
    );
    const { found } = await app.run();
    const sorted = (files: typeof listed) => files.map(({ path }) => path).sort();
    expect(sorted(listed)).toEqual(sorted([...(found ?? [])]));
    expect(sorted(listed)).toContain('packages/app/src/a.test.ts');
    expect(new Set(found?.map((one) => one.suite))).toEqual(new Set([suite]));
  });

  it('runs only the requested files, and still finds all', async () => {
    const app = await make({ 'a.test.ts': pass, 'b.test.ts': fail, 'c.test.ts': pass });
    const result = await app.run({ files: named('a.test.ts', 'c.test.ts') });
    expect(outcomes(result), result.output).toEqual(['a.test.ts: passed', 'c.test.ts: passed']);
    expect(result).toMatchObject({ outcome: 'passed', exitCode: 0 });
    expect(new Set(result.found)).toEqual(new Set(named('a.test.ts', 'b.test.ts', 'c.test.ts')));
  });

  // Node sorts the given files itself.
  it.skipIf(isNode)(
    'runs files in the requested order, unless the user has configured a sequencer',
    async () => {
      const app = await make({ 'a.test.ts': pass, 'b.test.ts': fail, 'c.test.ts': pass });
      const order = named('b.test.ts', 'c.test.ts', 'a.test.ts');
      const executed = ({ results }: Awaited<ReturnType<typeof app.run>>) =>
        results.map(({ testFile }) => testFile.path.replace('packages/app/', ''));
      const ordered = await app.run({ order, runnerArguments: oneByOne });
      expect(executed(ordered), ordered.output).toEqual(['b.test.ts', 'c.test.ts', 'a.test.ts']);
      const files = named('a.test.ts', 'c.test.ts');
      const some = await app.run({ order, files, runnerArguments: oneByOne });
      expect(executed(some), some.output).toEqual(['c.test.ts', 'a.test.ts']);
      const byName = (path: string) =>
        `sort(files) { return [...files].sort((a, b) => (${path} < ${path.replace('a.', 'b.')} ? 1 : -1)); }`;
      const own = installation.startsWith('jest')
        ? {
            'sequencer.js': `module.exports = class { ${byName('a.path')} shard(tests) { return tests; } cacheResults() {} allFailedTests() { return []; } };`,
            'jest.config.js': `module.exports = { testSequencer: './sequencer.js' };`,
          }
        : {
            'vitest.config.mjs': `class Own { ${byName('a.moduleId')} shard(files) { return files; } }
export default { test: { globals: true, sequence: { sequencer: Own } } };`,
          };
      app.write(own);
      const left = await app.run({ order, runnerArguments: oneByOne });
      expect(executed(left), left.output).toEqual(['c.test.ts', 'b.test.ts', 'a.test.ts']);
      const bothFiles = named('b.test.ts', 'c.test.ts');
      const both = await app.run({ order, files: bothFiles, runnerArguments: oneByOne });
      expect(executed(both), both.output).toEqual(['c.test.ts', 'b.test.ts']);
    },
  );

  it('reports passed and failed files, and exits with 1 if a file has failed', async () => {
    const seen: string[] = [];
    const app = await make({ 'a.test.ts': pass, 'b.test.ts': fail });
    const result = await app.run({ onResult: ({ testFile }) => seen.push(testFile.path) });
    expect(outcomes(result), result.output).toEqual(['a.test.ts: passed', 'b.test.ts: failed']);
    expect(result).toMatchObject({ outcome: 'failed', exitCode: 1 });
    expect(seen).toEqual(result.results.map(({ testFile }) => testFile.path));
    for (const one of result.results) expect(one.durationMs).toBeGreaterThan(0);
  });

  it('prints the position of a failure in the documented format for editors', async () => {
    const app = await make({ 'a.test.ts': `\n${fail}` });
    const { output } = await app.run();
    const { 1: file = '', 2: line } =
      output
        .split('\n')
        .flatMap((one) => [problemPattern.exec(one) ?? []])
        .find((one) => one[1]?.endsWith('a.test.ts')) ?? [];
    expect([basename(file), line], output).toEqual(['a.test.ts', '2']);
  });

  it('reports a file as passed if its tests are skipped or todo, and as failed if it has no tests', async () => {
    const app = await make({
      'skip.test.ts': `test.skip('s', () => {}); describe.skip('d', () => { test('x', () => {}); });`,
      'todo.test.ts': `test.todo('t');`,
      'empty.test.ts': `export {};`,
    });
    const result = await app.run();
    expect(outcomes(result), result.output).toEqual([
      // Node counts the file itself as a test.
      `empty.test.ts: ${isNode ? 'passed' : 'failed'}`,
      'skip.test.ts: passed',
      'todo.test.ts: passed',
    ]);
    expect(result.exitCode).toBe(isNode ? 0 : 1);
  });

  it('reports a file as incomplete if `only` or a name filter leaves out tests', async () => {
    const app = await make({
      'only.test.ts': `test.only('a', () => {}); test('b', () => {});`,
      'a.test.ts': pass,
    });
    const result = await app.run({ runnerArguments: traits.allowOnly });
    // Node ignores `only` without `--test-only`.
    const only = isNode ? 'only.test.ts: passed' : 'only.test.ts: passed, in part';
    expect(outcomes(result), result.output).toEqual(['a.test.ts: passed', only]);
    app.write(traits.asWritten({ 'a.test.ts': pass + fail }));
    const filtered = await app.run({ runnerArguments: traits.named('passes'), files: named('a.test.ts') });
    expect(outcomes(filtered), filtered.output).toEqual(['a.test.ts: passed, in part']);
    expect(filtered.outcome).toBe('passed');
  });

  it("reports a file as failed if it can't be loaded or its beforeAll throws", async () => {
    const app = await make({
      'syntax.test.ts': `test('x', () => {`,
      'throws.test.ts': `throw new Error('at load');`,
      'hook.test.ts': `beforeAll(() => { throw new Error('in hook'); }); ${pass}`,
    });
    const result = await app.run();
    expect(outcomes(result).map((line) => line.replace(', in part', ''))).toEqual([
      'hook.test.ts: failed',
      'syntax.test.ts: failed',
      'throws.test.ts: failed',
    ]);
    expect(result).toMatchObject({ outcome: 'failed', exitCode: 1 });
  });

  // Node reports this file as passed.
  it.skipIf(isNode)('does not pass if a test ends its process', async () => {
    const app = await make({
      'exit.test.ts': `test('exits', () => { process.exit(0); });`,
      'a.test.ts': pass,
    });
    for (const runnerArguments of [inWorkers, oneByOne]) {
      const result = await app.run({ runnerArguments });
      expect(outcomes(result), result.output).not.toContain('exit.test.ts: passed');
      expect(result.outcome).toMatch(/unhandled|failed/);
      expect(result.exitCode).not.toBe(0);
    }
  });

  it('does not report a file as passed if its worker is killed, and keeps the other results', async () => {
    const app = await make({ 'killed.test.ts': dies, 'a.test.ts': pass, 'b.test.ts': pass });
    // If the test runner ends with the worker, it has results only of files that ended before, so they run
    // one by one.
    const result = await app.run({
      runnerArguments: traits.outlivesWorkers ? inWorkers : [...inWorkers, ...oneByOne],
      order: named('a.test.ts', 'b.test.ts', 'killed.test.ts'),
    });
    const passed = outcomes(result).filter((line) => line.endsWith('passed'));
    expect(passed, result.output).toEqual(['a.test.ts: passed', 'b.test.ts: passed']);
    expect(result.outcome).toBe(traits.outcomeOfKilledWorker);
    expect(result.exitCode).not.toBe(0);
    expect(new Set(result.found)).toEqual(new Set(named('a.test.ts', 'b.test.ts', 'killed.test.ts')));
  });

  it('does not pass if the test runner exits with code 0 before a started file has ended', async () => {
    const starts = `import { writeFileSync } from 'node:fs'; writeFileSync('started', '');`;
    const app = await make({ ...traits.endingRunner, 'waits.test.ts': `${starts}\n${waits}` });
    const result = await app.run({ runnerArguments: inWorkers });
    expect(outcomes(result), result.output).toEqual([]);
    expect(result.outcome).toBe('unhandled');
    expect(result.exitCode).not.toBe(0);
  });

  it('runs files with special characters in their names', async () => {
    const odd = ['{a,b}', '[c]', '(d) e', '+f', '!g', 'h!(i)', '@j', '$k', 'l&m'].map(
      (name) => `${name}.test.ts`,
    );
    // Patterns with the same text match these files.
    const others = ['a.test.ts', 'b.test.ts', 'c.test.ts'];
    const app = await make({
      ...Object.fromEntries(odd.map((name) => [name, pass])),
      ...Object.fromEntries(others.map((name) => [name, fail])),
    });
    const passed = odd.map((name) => `${name}: passed`).sort();
    const all = await app.run({ files: named(...odd) });
    expect(outcomes(all), all.output).toEqual(passed);
    expect(new Set(all.found)).toEqual(new Set(named(...odd, ...others)));
    const one = await app.run({ files: named('{a,b}.test.ts') });
    expect(outcomes(one), one.output).toEqual(['{a,b}.test.ts: passed']);
    expect([all.exitCode, one.exitCode]).toEqual([0, 0]);
  });

  it('keeps the results of files that ended before an interruption', async () => {
    const signals = new EventEmitter();
    // Vitest and Jest run the larger file first.
    const large = `${pass} // ${'large '.repeat(2000)}`;
    const app = await make({ 'a.test.ts': large, 'b.test.ts': waits, 'c.test.ts': waits });
    const result = await app.run({
      runnerArguments: oneByOne,
      files: named('a.test.ts', 'b.test.ts'),
      signals,
      onResult: () => setTimeout(() => signals.emit('SIGINT', 'SIGINT'), 500),
    });
    const passed = outcomes(result).filter((line) => line.endsWith('passed'));
    expect(passed, result.output).toEqual(['a.test.ts: passed']);
    expect(result).toMatchObject({ outcome: 'interrupted', exitCode: 130 });
    expect(signals.listenerCount('SIGINT')).toBe(0);
  });

  it.skipIf(isNode)('stops after a bail and reports the failed file', async () => {
    const files = Object.fromEntries(['b', 'c', 'd', 'e'].map((name) => [`${name}.test.ts`, pass]));
    const app = await make({ ...files, 'a.test.ts': fail });
    const result = await app.run({ runnerArguments: ['--bail=1', ...oneByOne] });
    expect(result).toMatchObject({ outcome: 'failed', exitCode: 1 });
    expect(outcomes(result).filter((line) => line.startsWith('a.test.ts'))[0]).toMatch(/failed/);
  });

  it('applies a shard to all files before the selection', async () => {
    const files = Object.fromEntries(['a', 'b', 'c', 'd'].map((name) => [`${name}.test.ts`, pass]));
    const app = await make(files);
    const executed: string[] = [];
    for (const shard of ['1/2', '2/2']) {
      const runnerArguments = [`${traits.shard}=${shard}`];
      const whole = await app.run({ runnerArguments });
      expect(whole.results, whole.output).toHaveLength(2);
      const some = await app.run({ runnerArguments, files: named('a.test.ts') });
      expect(some.exitCode, some.output).toBe(0);
      expect(outcomes(whole)).toEqual(expect.arrayContaining(outcomes(some)));
      executed.push(...outcomes(some));
    }
    expect(executed).toEqual(['a.test.ts: passed']);
  });

  it('applies file filters, and fails like the test runner if no file matches', async () => {
    const app = await make({ 'a.test.ts': pass, 'b.test.ts': pass });
    expect(outcomes(await app.run({ runnerArguments: [traits.partOf('b.test.ts')] }))).toEqual([
      'b.test.ts: passed',
    ]);
    const none = await app.run({ runnerArguments: ['nowhere'] });
    expect(none).toMatchObject({ exitCode: 1, results: [] });
  });

  // `node --test` has no such option.
  it.skipIf(isNode)('passes with --passWithNoTests if no file matches', async () => {
    const app = await make({ 'a.test.ts': pass });
    const none = await app.run({ runnerArguments: ['nowhere', '--passWithNoTests'] });
    expect(none).toMatchObject({ exitCode: 0, results: [] });
  });

  it('ends in spite of --watch, and keeps the reporters of the user', async () => {
    const app = await make({ 'a.test.ts': pass, 'reporter.cjs': traits.reporter });
    const result = await app.run({ runnerArguments: ['--watch', `${traits.reporterOption}=./reporter.cjs`] });
    expect(result, result.output).toMatchObject({ outcome: 'passed', exitCode: 0 });
    expect(result.output).toContain('mine saw 1');
  });

  it('reports an error in a configuration as a problem', async () => {
    const app = await make({ [configFile]: `throw new Error('no such luck');`, 'a.test.ts': pass });
    const answer = await app.discover();
    expect(answer).toMatchObject({ ok: false, problem: { kind: traits.wrongConfigKind } });
    expect(JSON.stringify(answer)).toContain(traits.wrongConfig);
    const result = await app.run();
    expect(result).toMatchObject({ outcome: 'broken', exitCode: 1, results: [] });
    expect(result.message).toContain(traits.wrongConfig);
  });

  describe('collecting', () => {
    const collectedOf = (result: Awaited<ReturnType<RunnerWorkspace['run']>>, name: string) => {
      const found = result.results.find(({ testFile }) => testFile.path.endsWith(name));
      expect(found?.collected, result.output).toBeDefined();
      return found!.collected!;
    };

    it('collects the executed functions, by the same names in every test runner', async () => {
      const app = await make(accountSources);
      // In the second run, instrumented modules come from the cache.
      for (const runnerArguments of [inWorkers, oneByOne]) {
        const result = await app.run({ probes: probeOptions(app), runnerArguments });
        expect(result.outcome, result.output).toBe('passed');
        for (const [name, functions] of Object.entries(accountFunctions))
          expect(collectedOf(result, name)).toEqual(functions);
      }
    });

    it('traces what each test file reads, lists and looks up', async () => {
      const app = await make({
        ...traits.readingSetup,
        'setup.txt': 'setup',
        'fixtures/a.json': '{ "a": 1 }',
        'fixtures/b.json': '{ "b": 1 }',
        'fixtures/many/one.txt': '1',
        'fixtures/many/deep/two.txt': '2',
        'src/one.ts': `export const one = () => 1;`,
        'src/reads.test.ts': `import * as fs from 'node:fs';
import { readFile, opendir } from 'node:fs/promises';
import { promisify } from 'node:util';
import b from '../fixtures/b.json';
import { one } from './one';
let text = '';
beforeAll(async () => { text = await readFile('fixtures/a.json', 'utf8'); });
test('reads', async () => {
  expect([JSON.parse(text).a, b.b, one()]).toEqual([1, 1, 1]);
  expect(fs.readdirSync('fixtures/many', { recursive: true }).length).toBe(3);
  for await (const entry of await opendir('src')) expect(entry.name).toBeDefined();
  expect(fs.existsSync('later.txt')).toBe(false);
  expect(await promisify(fs.access)('never.txt').catch(() => 'never')).toBe('never');
  fs.readFileSync('src/one.ts');
  fs.mkdirSync('tmp/deep', { recursive: true });
  fs.writeFileSync('tmp/deep/own.txt', 'x');
  expect([fs.readFileSync('tmp/deep/own.txt', 'utf8'), fs.readdirSync('tmp').length]).toEqual(['x', 1]);
  fs.rmSync('tmp', { recursive: true });
});`,
        'src/nothing.test.ts': `test('nothing', () => {
  expect([process.execArgv, Object.keys(process.env)].flat().filter((one) => /preload|READS/.test(one))).toEqual([]);
});`,
        'src/process.test.ts': `import { execFileSync } from 'node:child_process';
test('process', () => { expect(String(execFileSync(process.execPath, ['--version'])).trim()).toBe(process.version); });`,
      });
      // In the second run, instrumented modules come from the cache.
      for (const runnerArguments of [inWorkers, oneByOne]) {
        const result = await app.run({ probes: probeOptions(app), runnerArguments });
        expect(result.outcome, result.output).toBe('passed');
        const readsOf = (name: string) => {
          const found = result.results.find(({ testFile }) => testFile.path.endsWith(name))?.reads;
          expect(found, JSON.stringify(result.results)).toBeDefined();
          return found!;
        };
        const paths = (states: Readonly<Record<string, string>>) =>
          Object.keys(states)
            .map((path) => path.replace('packages/app/', ''))
            .sort();
        const reads = readsOf('reads.test.ts');
        expect(paths(reads.files)).toEqual(['fixtures/a.json', 'setup.txt', 'src/one.ts']);
        expect(paths(reads.folders)).toEqual(['fixtures/many', 'fixtures/many/deep', 'src']);
        expect(reads.lookups).toMatchObject({
          'packages/app/later.txt': 'missing',
          'packages/app/never.txt': 'missing',
        });
        expect(reads.created).toContain('packages/app/tmp');
        expect(reads.loaded).toEqual(
          expect.arrayContaining(['packages/app/fixtures/b.json', 'packages/app/src/one.ts']),
        );
        expect(reads.fallbacks).toBeUndefined();
        // These test files have no reads of other test files, even if those ran before in the same process.
        for (const name of ['nothing.test.ts', 'process.test.ts']) {
          expect(paths(readsOf(name).files)).toEqual(['setup.txt']);
          expect(readsOf(name).folders).toEqual({});
          expect(paths(readsOf(name).lookups)).not.toContain('later.txt');
          expect(readsOf(name).loaded).not.toContain('packages/app/src/one.ts');
        }
        expect(readsOf('nothing.test.ts').fallbacks).toBeUndefined();
        expect(readsOf('process.test.ts').fallbacks).toEqual([
          expect.objectContaining({ kind: 'process-started', module: 'packages/app/src/process.test.ts' }),
        ]);
        expect(result.reads).toMatchObject({ folders: {} });
        expect(result.reads?.fallbacks).toBeUndefined();
      }
    });

    it('traces which variables each test file reads, and does not change the environment', async () => {
      const app = await make({
        'src/config.ts': `export const url = () => process.env.API_URL;`,
        'src/reads.test.ts': `import { url } from './config';
test('reads', () => { expect(url()).toBe('secret-value'); });`,
        'src/own.test.ts': `import { env } from 'node:process';
test('sets', () => {
  const { env: own } = process;
  expect(env === own).toBe(true);
  (process.env as any).COUNT = 1;
  expect([process.env.COUNT, Object.keys(process.env).includes('COUNT')]).toEqual(['1', true]);
  delete process.env.COUNT;
  expect([process.env.COUNT, 'COUNT' in process.env]).toEqual([undefined, false]);
});`,
        'src/copies.test.ts': `test('copies', () => { expect({ ...process.env }.API_URL).toBe('secret-value'); });`,
        'src/nothing.test.ts': pass,
      });
      const env = { ...process.env, CI: 'true', API_URL: 'secret-value' };
      // In the second run, instrumented modules come from the cache.
      for (const runnerArguments of [inWorkers, oneByOne]) {
        const result = await app.run({ probes: probeOptions(app), runnerArguments, env });
        expect(result.outcome, result.output).toBe('passed');
        const variablesOf = (name: string) => {
          const found = result.results.find(({ testFile }) => testFile.path.endsWith(name));
          return [...(found?.reads?.variables ?? ['none traced'])].sort();
        };
        expect(variablesOf('nothing.test.ts')).toEqual([]);
        // After the test has deleted its own value of COUNT, it reads the original variable.
        expect(variablesOf('own.test.ts')).toEqual([...variablesOf('copies.test.ts'), 'COUNT'].sort());
        expect(variablesOf('copies.test.ts')).toEqual(expect.arrayContaining(['CI', 'LANG', 'TZ']));
        expect(variablesOf('copies.test.ts')).not.toContain('API_URL');
        expect(variablesOf('reads.test.ts')).toEqual(['API_URL']);
        expect(JSON.stringify({ ...result, output: '' })).not.toContain('secret-value');
      }
    });

    it('runs unchanged code if nothing is collected, even after a collecting run', async () => {
      const app = await make({
        ...accountSources,
        'src/text.test.ts': `import { round } from './round'; test('t', () => { expect(String(round)).not.toContain('nxTestmon'); });`,
        // A probe creates this global variable if it does not exist.
        'src/global.test.ts': `import { round } from './round'; test('t', () => { round(1); expect('__nxTestmonSeen' in globalThis).toBe(false); });`,
      });
      const collecting = outcomes(await app.run({ probes: probeOptions(app) }));
      expect(collecting).toEqual(
        expect.arrayContaining(['src/text.test.ts: passed', 'src/global.test.ts: failed']),
      );
      const without = await app.run();
      expect(outcomes(without), without.output).toEqual(
        expect.arrayContaining(['src/text.test.ts: passed', 'src/global.test.ts: passed']),
      );
      expect(without.results).toHaveLength(4);
      expect(without.results.filter(({ collected }) => collected !== undefined)).toEqual([]);
    });

    it('keeps the lines and columns of errors', async () => {
      const app = await make({
        ...accountSources,
        'src/close.test.ts': `import { Account } from './account';
test('stack', async () => {
  const error = await new Account().close().catch((error: Error) => error);
  expect(/account\\.ts:\\d+:\\d+/.exec((error as Error).stack!)![0]${isNode ? `.replace(/:\\d+$/, ':25')` : ''}).toBe('account.ts:8:25');
});`,
      });
      for (const one of [undefined, probeOptions(app)]) {
        const result = await app.run({ probes: one, files: named('src/close.test.ts') });
        expect(result.outcome, result.output).toBe('passed');
      }
    });

    it('collects nothing if coverage is measured, and reports it', async () => {
      const app = await make({ ...accountSources, ...traits.coverageFiles });
      const result = await app.run({ probes: probeOptions(app), runnerArguments: traits.coverage });
      expect(result.outcome, result.output).toBe('passed');
      // Jest measures coverage in each of its projects.
      const where = installation.startsWith('jest') ? { suite } : {};
      expect(result.fallbacks).toEqual([{ fallback: { kind: 'coverage' }, ...where }]);
      expect(result.results).toHaveLength(2);
      expect(result.results.filter(({ collected }) => collected !== undefined)).toEqual([]);
    });
  });
});
