import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { TemporaryFolder } from '../tools/testing/temporary-folder';
import { nonCodeCases, type NonCodeCase, type NonCodeEdit } from './non-code-edits/cases';
import { runProcess, shellEnvironment } from './harness/child-process';
import { usualNxVersion } from './harness/nx-versions';
import { transcript } from './harness/run-nx';
import { createWorkspace, type TestWorkspace } from './harness/workspace';

let workspace: TestWorkspace;
const rootOf = ({ name }: NonCodeCase) => `libs/${name}`;

beforeAll(async () => {
  workspace = await createWorkspace(
    usualNxVersion,
    {
      projects: nonCodeCases.map(({ name }) => name),
      jest: nonCodeCases.filter(({ runner }) => runner === 'jest').map(({ name }) => name),
      links: 'npm-workspaces',
      files: Object.fromEntries(
        nonCodeCases.flatMap((one) =>
          Object.entries(one.files).map(([path, text]) => [`${rootOf(one)}/${path}`, text]),
        ),
      ),
    },
    ['jsdom@27.2.0', 'postcss@8.5.6', '@types/node@22.20.5'],
  );
  workspace.remove('nx.json');
  workspace.setMode('libs/mode/bin/tool.sh', 0o755);
  const collected = await run(['run']);
  expect(collected.code, transcript(collected)).toBe(0);
  const again = await run(['select', '--json']);
  expect(selectedBy(again.stdout), transcript(again)).toEqual([]);
}, 600_000);
afterAll(() => workspace?.close());

const bin = (name: string) => join(workspace.root, 'node_modules/.bin', name);

function run(args: readonly string[]) {
  return runProcess(bin('testmon'), args, { cwd: workspace.root, env: shellEnvironment() });
}

function selectedBy(json: string): string[] {
  const { projects } = JSON.parse(json) as { projects: { selected: { file: string }[] }[] };
  return projects.flatMap(({ selected }) => selected.map(({ file }) => file)).sort();
}

/** Paths of the test files that fail, relative to the project, as the test runner itself reports them. */
async function failingFiles(one: NonCodeCase): Promise<string[]> {
  const root = join(workspace.root, rootOf(one));
  using folder = new TemporaryFolder();
  const file = folder.path('results.json');
  const args =
    one.runner === 'jest'
      ? ['--json', `--outputFile=${file}`]
      : ['run', '--reporter=json', `--outputFile=${file}`];
  await runProcess(bin(one.runner ?? 'vitest'), args, { cwd: root, env: shellEnvironment() });
  const { testResults } = JSON.parse(readFileSync(file, 'utf8')) as {
    testResults: { name: string; status: string }[];
  };
  const failed = testResults.filter(({ status }) => status === 'failed');
  return [...new Set(failed.map(({ name }) => relative(root, name)))].sort();
}

const edits = nonCodeCases.flatMap((one) => one.edits.map((edit) => ({ one, edit })));

describe('test files that fail after an edit outside of executed code are selected', () => {
  test.each(edits.map(({ one, edit }) => [`${one.name}: ${edit.title}`, one, edit] as const))(
    '%s',
    async (_title, one: NonCodeCase, edit: NonCodeEdit) => {
      const restore = workspace.remember();
      try {
        edit.apply(workspace, rootOf(one));
        const selection = await run(['select', '--json', '--projects', `@e2e/${one.name}`]);
        const selected = selectedBy(selection.stdout).map((file) => relative(rootOf(one), file));
        const failing = await failingFiles(one);
        expect(failing).toEqual(expect.arrayContaining([...edit.breaks]));
        expect(selected, transcript(selection)).toEqual(expect.arrayContaining(failing));
      } finally {
        restore();
      }
    },
  );
});
