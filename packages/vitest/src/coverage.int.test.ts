import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { coverageConstructs } from '@nx-testmon/testing/coverage-constructs';
import { findCoverageInstallation } from '@nx-testmon/testing/runner-installations';
import { afterEach, describe, expect, it } from 'vitest';
import { runApp, temporaryWorkspace, type TemporaryWorkspace } from './temporary-workspace.testing';
import { vitestRunner } from './vitest-runner';

const probes = {
  instrumenter: join(__dirname, '../../graph/dist/probes/open-instrumenter.js'),
  syntax: vitestRunner.syntax,
};

const tests = {
  'src/one.test.ts': `import { expect, test } from 'vitest';
import { classify } from './constructs';
test('one', () => { expect(classify(1)).toBe('one'); });`,
  'src/all.test.ts': `import { expect, test } from 'vitest';
import { runMost } from './constructs';
import { View } from './view';
test('all', async () => { expect(await runMost()).toBe(42); expect(View({ name: 'a' })).toBeDefined(); });`,
};

const providers = ([5, 4] as const).flatMap((major) =>
  (['v8', 'istanbul'] as const).map((provider) => ({ major, provider })),
);

describe.each(providers)('Vitest $major with the coverage provider $provider', ({ major, provider }) => {
  let workspace: TemporaryWorkspace | undefined;
  afterEach(() => workspace?.dispose());

  async function make(more: Readonly<Record<string, string>> = {}) {
    const made = temporaryWorkspace(await findCoverageInstallation(major), {
      'vitest.config.mjs': `export default { test: { coverage: {
        provider: '${provider}', enabled: true, include: ['src/**'], reporter: ['json', 'lcovonly'], thresholds: { functions: 1 } } } };`,
      ...coverageConstructs,
      ...tests,
      ...more,
    });
    workspace = made;
    const reportOf = async (options: Parameters<typeof runApp>[1]) => {
      const folder = join(made.app, 'coverage');
      rmSync(folder, { recursive: true, force: true });
      const run = await runApp(made, options);
      expect(run.outcome, run.output).toBe('passed');
      expect(existsSync(folder), run.output).toBe(true);
      const [map = '', lines = ''] = ['coverage-final.json', 'lcov.info'].map((name) =>
        readFileSync(join(folder, name), 'utf8'),
      );
      return { run, map: JSON.parse(map) as Record<string, object>, lines };
    };
    return { ...made, reportOf };
  }

  it('the report is the same as that of a run that collects nothing', async () => {
    const { app, reportOf } = await make();
    const plain = await reportOf({});
    const collecting = await reportOf({ probes });
    expect(Object.keys(plain.map)).toContain(join(app, 'src/unused.ts'));
    for (const [file, coverage] of Object.entries(plain.map))
      expect(collecting.map[file], file).toEqual(coverage);
    expect(collecting.map).toEqual(plain.map);
    expect(collecting.lines).toBe(plain.lines);
    const collected = collecting.run.results.find(({ testFile }) => testFile.path.endsWith('one.test.ts'));
    expect(collected?.collected?.['packages/app/src/constructs.ts']).toEqual([
      'classify()',
      'classify()/rest',
      'classify()/rest/then',
    ]);
  });
});
