import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { coverageConstructs } from '@nx-testmon/testing/coverage-constructs';
import { createRunnerWorkspace, type RunnerWorkspace } from '@nx-testmon/testing/runner-workspace';
import { afterEach, describe, expect, it } from 'vitest';
import { jestRunner } from './jest-runner';

let app: RunnerWorkspace | undefined;
afterEach(() => app?.dispose());

const probes = {
  instrumenter: join(__dirname, '../../graph/dist/probes/open-instrumenter.js'),
  syntax: jestRunner.syntax,
};

const tests = {
  'src/one.test.ts': `import { classify } from './constructs';
test('one', () => { expect(classify(1)).toBe('one'); });`,
  'src/all.test.ts': `import { runMost } from './constructs';
import { View } from './view';
test('all', async () => { expect(await runMost()).toBe(42); expect(View({ name: 'a' })).toBeDefined(); });`,
};
const babelConfig = `module.exports = { presets: [['@babel/preset-env', { targets: { node: 'current' } }], '@babel/preset-typescript'] };`;
const transforms = {
  'babel-jest': undefined,
  '@swc/jest': [
    '@swc/jest',
    { jsc: { parser: { syntax: 'typescript', tsx: true }, transform: { react: { pragma: 'h' } } } },
  ],
  'ts-jest': ['ts-jest', { isolatedModules: true, diagnostics: false }],
};

const cases = (['jest 30', 'jest 29'] as const).flatMap((runner) =>
  (Object.keys(transforms) as (keyof typeof transforms)[]).map((transform) => ({ runner, transform })),
);

describe.each(cases)('$runner with $transform and the coverage provider babel', ({ runner, transform }) => {
  async function make() {
    const { 'src/view.tsx': view, ...sources } = coverageConstructs;
    const used = transforms[transform];
    const configuration = {
      collectCoverage: true,
      collectCoverageFrom: ['src/*.{ts,tsx}'],
      coverageReporters: ['json', 'lcovonly'],
      ...(used ? { transform: { '\\.tsx?$': used } } : {}),
    };
    // Babel's plugin for JSX is not installed.
    const shown = used
      ? view
      : `export const View = ({ name }: { name: string }) => (name ? { name } : 'none');`;
    app = await createRunnerWorkspace(runner, {
      'jest.config.json': JSON.stringify(configuration),
      ...(used ? {} : { 'babel.config.js': babelConfig }),
      'src/view.tsx': shown!,
      ...sources,
      ...tests,
    });
    const made = app;
    return async (options: Parameters<RunnerWorkspace['run']>[0]) => {
      rmSync(join(made.app, 'coverage'), { recursive: true, force: true });
      const run = await made.run(options);
      expect(run.outcome, run.output).toBe('passed');
      const read = (name: string) => readFileSync(join(made.app, 'coverage', name), 'utf8');
      const map = JSON.parse(read('coverage-final.json')) as Record<string, object>;
      return { run, map, lines: read('lcov.info').split('end_of_record').sort() };
    };
  }

  it('the report is the same as that of a run that collects nothing', { timeout: 400_000 }, async () => {
    const reportOf = await make();
    const plain = await reportOf({});
    // The second time, modules come from Jest's cache.
    for (const turn of ['first', 'second']) {
      const collecting = await reportOf({ probes });
      expect(Object.keys(collecting.map).sort(), turn).toEqual(Object.keys(plain.map).sort());
      for (const [file, coverage] of Object.entries(plain.map))
        expect(collecting.map[file], `${turn} ${file}`).toEqual(coverage);
      expect(collecting.lines).toEqual(plain.lines);
      const one = collecting.run.results.find(({ testFile }) => testFile.path.endsWith('one.test.ts'));
      expect(one?.collected?.['packages/app/src/constructs.ts'], collecting.run.output).toEqual([
        'classify()',
        'classify()/rest',
        'classify()/rest/then',
      ]);
    }
  });
});
