import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { renderProblem } from '@nx-testmon/core';
import type { CodeRange } from '@nx-testmon/graph';
import { coverageConstructs } from '@nx-testmon/testing/coverage-constructs';
import { findCoverageInstallation } from '@nx-testmon/testing/runner-installations';
import { afterEach, describe, expect, it } from 'vitest';
import { createTaskWorkspace, type RawOptions, type TaskWorkspace } from '../../task.testing';
import type { CoverageOfFile } from './coverage-of-file';
import { CoverageReader, type CoverageRequest, type WorkspaceCoverage } from './workspace-coverage';

let workspace: TaskWorkspace;
afterEach(() => workspace[Symbol.dispose]());

const patience = 300_000;

async function read(
  request: Partial<CoverageRequest> = {},
  tasks: readonly string[] = ['a'],
): Promise<WorkspaceCoverage> {
  const { workspace: about } = workspace.task();
  using reader = new CoverageReader({ workspace: about, isFresh: false, exclude: [], ...request });
  for (const project of tasks) {
    const added = await reader.addTask(workspace.task({}, project), workspace.io());
    if (!added.ok) throw new Error(renderProblem(added.problem));
  }
  return reader.read();
}

async function runAll(raw: RawOptions = {}, project?: string): Promise<void> {
  const { exitCode, output } = await workspace.run(raw, {}, project);
  expect(exitCode, output).toBe(0);
}

const startOf = ({ start }: CodeRange) => `${start.line}:${start.column}`;

/** Whether each function was executed, by the start of its body or its declaration. */
function functionsOf({ fnMap, f }: CoverageOfFile, place: 'loc' | 'decl'): ReadonlyMap<string, boolean> {
  return new Map(Object.entries(fnMap).map(([id, one]) => [startOf(one[place]), f[id]! > 0]));
}

/** Whether each path was taken, by the start of its branch; for an `if`, by its number. */
function pathsOf({ branchMap, b }: CoverageOfFile): ReadonlyMap<string, boolean> {
  const found = Object.entries(branchMap).flatMap(([id, { type, loc, locations }]) =>
    locations.map((one, index): [string, boolean] => [
      `${type} ${startOf(loc)} ${type === 'if' ? index : startOf(one)}`,
      b[id]![index]! > 0,
    ]),
  );
  return new Map(found);
}

/** Whether a statement that starts on a line was executed, by line. */
function linesOf({ statementMap, s }: CoverageOfFile): ReadonlyMap<string, boolean> {
  const lines = new Map<string, boolean>();
  for (const [id, { start }] of Object.entries(statementMap))
    lines.set(String(start.line), s[id]! > 0 || lines.get(String(start.line)) === true);
  return lines;
}

/** The names in both, and the differences. */
function compare(ours: ReadonlyMap<string, boolean>, theirs: ReadonlyMap<string, boolean>) {
  const both = [...ours].filter(([key]) => theirs.has(key));
  const different = both.filter(([key, isExecuted]) => theirs.get(key) !== isExecuted).map(([key]) => key);
  return { both: both.length, onlyOurs: ours.size - both.length, different };
}

describe.each(['istanbul', 'v8'])('the coverage of the provider %s', (provider) => {
  it(
    'has the same functions, branches and lines',
    async () => {
      const coverage = { provider, enabled: true, include: ['src/**'], reporter: ['json'] };
      const sources = Object.entries(coverageConstructs).map(([path, text]) => [`libs/a/${path}`, text]);
      workspace = createTaskWorkspace(
        {
          'libs/a/package.json': '{ "name": "a", "type": "module" }',
          'libs/a/vitest.config.mjs': `export default { test: { coverage: ${JSON.stringify(coverage)} } };`,
          ...(Object.fromEntries(sources) as Record<string, string>),
          'libs/a/src/one.test.ts': `import { expect, test } from 'vitest';
import { classify } from './constructs';
test('one', () => { expect(classify(1)).toBe('one'); });`,
          'libs/a/src/all.test.ts': `import { expect, test } from 'vitest';
import { runMost } from './constructs';
import { View } from './view';
test('all', async () => { expect(await runMost()).toBe(42); expect(View({ name: 'a' })).toBeDefined(); });`,
        },
        { packages: [] },
      );
      workspace.files.link('node_modules', join(await findCoverageInstallation(), 'node_modules'));
      await runAll();
      const report = readFileSync(join(workspace.root, 'libs/a/coverage/coverage-final.json'), 'utf8');
      const theirs = JSON.parse(report) as Record<string, CoverageOfFile>;
      const { files, unknown } = await read();
      expect(files.map(({ path }) => path)).toEqual(Object.keys(theirs).sort());
      // The test runner loads these modules without probes, but this provider counts them.
      expect(unknown).toEqual([`libs/a/src/${provider === 'v8' ? 'waits' : 'hints'}.ts`]);

      const sums = { functions: 0, branches: 0, lines: 0 };
      const differentLines: string[] = [];
      for (const file of files) {
        const path = relative(workspace.root, file.path);
        if (unknown.includes(path)) continue;
        const their = theirs[file.path]!;
        // After a transform, only one of the two positions may be the original one.
        const byBody = compare(functionsOf(file, 'loc'), functionsOf(their, 'loc'));
        const byName = compare(functionsOf(file, 'decl'), functionsOf(their, 'decl'));
        expect([...byBody.different, ...byName.different], path).toEqual([]);
        sums.functions += Math.max(byBody.both, byName.both);
        const branches = compare(pathsOf(file), pathsOf(their));
        expect(branches, path).toMatchObject({ onlyOurs: 0, different: [] });
        sums.branches += branches.both;
        const lines = compare(linesOf(file), linesOf(their));
        sums.lines += lines.both;
        differentLines.push(...lines.different.map((line) => `${path}:${line}`));
      }
      expect(sums.functions).toBeGreaterThanOrEqual(28);
      expect(sums.branches).toBeGreaterThanOrEqual(51);
      expect(sums.lines).toBeGreaterThanOrEqual(60);
      // V8 counts a field as not executed if its function is not called.
      const fields = provider === 'v8' ? [expect.stringMatching(/^libs\/a\/src\/constructs\.ts:47$/)] : [];
      expect(differentLines).toEqual(fields);
    },
    patience,
  );
});

const sizes = `import { unit } from './unit';
export const size = (isLarge: boolean) => {
  if (isLarge) return 'large' + unit;
  return 'small' + unit;
};
export function unused() { return 1; }
`;

function testOf(isLarge: boolean): string {
  return `import { expect, test } from 'vitest';
import { size } from '../../a/src/sizes';
test('it', () => expect(size(${isLarge})).toContain('cm'));
`;
}

function make(more: Readonly<Record<string, string>> = {}): void {
  const config = 'export default {};\n';
  workspace = createTaskWorkspace(
    {
      'libs/a/package.json': '{ "name": "a", "type": "module" }',
      'libs/a/vitest.config.mts': config,
      'libs/a/src/sizes.ts': sizes,
      'libs/a/src/unit.ts': `export const unit = ' cm';\n`,
      'libs/a/src/types.ts': `export interface Shape { size: number }\n`,
      'libs/a/src/never.ts': `export const never = () => 1;\n`,
      'libs/a/src/broken.ts': `const = 1;\n`,
      'libs/a/src/large.test.ts': testOf(true),
      'libs/b/package.json': '{ "name": "b", "type": "module" }',
      'libs/b/vitest.config.mts': config,
      'libs/b/src/small.test.ts': testOf(false),
      'libs/c/package.json': '{ "name": "c", "type": "module" }',
      'libs/c/src/loaded.ts': `export const loaded = () => 1;\n`,
      'libs/c/src/other.ts': `export const other = () => 1;\n`,
      ...more,
    },
    { projects: { a: 'libs/a', b: 'libs/b', c: 'libs/c' }, dependencies: { b: ['a'] } },
  );
}

/** Counts of functions and branches by their names and lines, by path. */
function countsOf({ files }: WorkspaceCoverage): Record<string, Record<string, number | number[]>> {
  return Object.fromEntries(
    files.map(({ path, fnMap, f, branchMap, b, s }) => [
      relative(join(workspace.root, 'libs'), path),
      {
        ...Object.fromEntries(Object.entries(fnMap).map(([id, { name }]) => [name, f[id]!])),
        ...Object.fromEntries(Object.entries(branchMap).map(([id, { line }]) => [`line ${line}`, b[id]!])),
        statements: Object.values(s),
      },
    ]),
  );
}

describe('the coverage of a workspace', () => {
  it(
    'adds up all projects, and counts files that no test loads as 0',
    async () => {
      make();
      expect(await read({}, ['a', 'b'])).toMatchObject({
        testFiles: { total: 2, none: 2, executed: 0 },
        unparsed: ['libs/a/src/broken.ts'],
        projectsWithoutTests: ['c'],
      });
      await runAll();
      const alone = await read();
      expect(countsOf(alone)).toEqual({
        'a/src/never.ts': { never: 0, statements: [0, 0] },
        'a/src/sizes.ts': { size: 1, unused: 0, 'line 3': [1, 0], statements: [1, 1, 1, 0, 0] },
        'a/src/unit.ts': { statements: [1] },
      });
      await runAll({}, 'b');
      const both = await read({}, ['a', 'b']);
      expect(both.testFiles).toMatchObject({ total: 2, executed: 2, changed: 0 });
      expect(countsOf(both)['a/src/sizes.ts']).toEqual({
        size: 2,
        unused: 0,
        'line 3': [1, 1],
        statements: [2, 2, 1, 1, 0],
      });
      expect(countsOf(await read({ projects: ['b'] }, ['b']))).toEqual({});
      expect(Object.keys(countsOf(await read({ exclude: ['libs/a/src/{never,unit}.ts'] })))).toEqual([
        'a/src/sizes.ts',
      ]);
    },
    patience,
  );

  it(
    'counts unchanged code as it was executed, and names code that has changed since',
    async () => {
      make();
      await runAll();
      await runAll({}, 'b');
      workspace.files.write({ 'libs/a/src/sizes.ts': sizes.replace(`'small'`, `'tiny'`) });
      const changed = await read({}, ['a', 'b']);
      expect(changed.testFiles).toMatchObject({ executed: 2, changed: 1 });
      expect(countsOf(changed)['a/src/sizes.ts']).toMatchObject({ size: 2, 'line 3': [1, 0] });
      expect([...changed.outdated]).toEqual([
        [
          'libs/a/src/sizes.ts',
          [
            {
              block: 'size()/rest',
              line: 3,
              testFiles: ['libs/b/src/small.test.ts'],
              lastRun: expect.any(Number) as number,
            },
          ],
        ],
      ]);
      const fresh = await read({ isFresh: true }, ['a', 'b']);
      expect(countsOf(fresh)['a/src/sizes.ts']).toMatchObject({ size: 1, 'line 3': [1, 0] });
      expect(fresh.outdated.size).toBe(0);
      await runAll({}, 'b');
      expect((await read({}, ['a', 'b'])).outdated.size).toBe(0);
    },
    patience,
  );

  it(
    'does not know which code ran without probes, and counts files of projects without tests only if they are loaded',
    async () => {
      make({
        'libs/a/src/c.test.ts': `import { loaded } from '../../c/src/loaded';\nimport { expect, test } from 'vitest';\ntest('it', () => expect(loaded()).toBe(1));\n`,
      });
      await runAll({ probes: false });
      const found = await read();
      expect(found.testFiles).toMatchObject({ total: 2, static: 2, executed: 0 });
      expect(found.unknown).toEqual(['libs/a/src/sizes.ts', 'libs/a/src/unit.ts', 'libs/c/src/loaded.ts']);
      expect(countsOf(found)['a/src/sizes.ts']).toMatchObject({ size: 0 });
      await runAll({ select: false });
      const executed = await read();
      expect(executed.unknown).toEqual([]);
      expect(countsOf(executed)).toMatchObject({ 'c/src/loaded.ts': { loaded: 1 } });
      expect(Object.keys(countsOf(executed))).not.toContain('c/src/other.ts');
    },
    patience,
  );
});
