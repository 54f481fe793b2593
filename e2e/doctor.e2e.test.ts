import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runProcess, shellEnvironment } from './harness/child-process';
import { usualNxVersion } from './harness/nx-versions';
import { runNx, transcript } from './harness/run-nx';
import { compareSnapshots, takeSnapshot } from './harness/snapshot';
import { createWorkspace, type TestWorkspace } from './harness/workspace';

const importOf = {
  vitest: `import { test } from 'vitest';`,
  jest: '',
  node: `import { test } from 'node:test';`,
};

/** A test file without fallbacks, and one that starts a program. */
function projectFiles(name: string, head: string): Record<string, string> {
  return {
    [`libs/${name}/data.txt`]: 'data',
    [`libs/${name}/src/plain.test.ts`]: `${head}\ntest('adds', () => {\n  if (1 + 1 !== 2) throw new Error();\n});\n`,
    [`libs/${name}/src/starts.test.ts`]: `${head}
import { execFileSync } from 'node:child_process';
test('starts', () => {
  execFileSync('git', ['--version']);
});
`,
  };
}

const projects = ['desk', 'shop', 'works'];
const starts = projects.map((name) => `libs/${name}/src/starts.test.ts`);
let workspace: TestWorkspace;

beforeAll(async () => {
  workspace = await createWorkspace(usualNxVersion, {
    projects,
    jest: ['shop'],
    node: ['desk'],
    links: 'npm-workspaces',
    files: {
      ...projectFiles('works', importOf.vitest),
      ...projectFiles('shop', importOf.jest),
      ...projectFiles('desk', importOf.node),
    },
  });
});
afterAll(() => workspace?.close());

const testmon = (...args: readonly string[]) =>
  runProcess(join(workspace.root, 'node_modules/.bin/testmon'), args, {
    cwd: workspace.root,
    env: shellEnvironment(),
  });

interface Document {
  readonly setup: readonly { readonly name: string; readonly ok: boolean }[];
  readonly projects: readonly {
    readonly testFiles: number;
    readonly withoutFacts: number;
    readonly causes: readonly {
      readonly scope: string;
      readonly module?: string;
      readonly line?: number;
      readonly text: string;
      readonly testFiles: readonly string[];
    }[];
  }[];
}

async function diagnose(): Promise<Document> {
  const asked = await testmon('doctor', '--json');
  expect(asked.code, transcript(asked)).toBe(0);
  return JSON.parse(asked.stdout) as Document;
}

test('before the first run, doctor reports that no test file has facts', async () => {
  const document = await diagnose();
  expect(document.projects.map(({ testFiles, withoutFacts }) => [testFiles, withoutFacts])).toEqual([
    [2, 2],
    [2, 2],
    [2, 2],
  ]);
});

test('after the first run, doctor names the cause of a fallback for each test runner, and writes nothing', async () => {
  const run = await runNx(workspace, ['run-many', '-t', 'testmon']);
  expect(run.code, transcript(run)).toBe(0);
  const before = takeSnapshot(workspace.root, ['.nx']);
  const document = await diagnose();
  expect(compareSnapshots(before, takeSnapshot(workspace.root, ['.nx']))).toEqual([]);
  expect(document.setup.length).toBeGreaterThan(2);
  expect(document.projects).toHaveLength(3);
  for (const { testFiles, withoutFacts, causes } of document.projects) {
    expect({ testFiles, withoutFacts }).toEqual({ testFiles: 2, withoutFacts: 0 });
    expect(causes, JSON.stringify(causes)).toHaveLength(1);
    const module = causes[0]?.module ?? '';
    expect(causes[0]).toMatchObject({ scope: 'project', line: lineOfStart(module), testFiles: [module] });
    expect(causes[0]?.text).toContain('git');
  }
  expect(document.projects.flatMap(({ causes }) => causes.map(({ module }) => module)).sort()).toEqual(
    starts,
  );

  const read = await testmon('doctor');
  expect(read.code, transcript(read)).toBe(0);
  for (const file of starts) expect(read.stdout).toContain(`${file}:${lineOfStart(file)}`);
});

/** The number of the line that starts the program. */
function lineOfStart(file: string): number {
  const lines = workspace.read(file).split('\n');
  return lines.findIndex((line) => line.includes('execFileSync(')) + 1;
}

test('a changed data file selects the test files that doctor names, with the line of the cause', async () => {
  for (const name of projects) workspace.write(`libs/${name}/data.txt`, 'changed');
  const asked = await testmon('select', '--json');
  expect(asked.code, transcript(asked)).toBe(0);
  const { projects: answers } = JSON.parse(asked.stdout) as {
    projects: readonly { selected: readonly { file: string; reason: string }[] }[];
  };
  const selected = answers.flatMap((one) => one.selected);
  expect(selected.map(({ file }) => file).sort()).toEqual(starts);
  for (const { file, reason } of selected) expect(reason).toContain(`${file}:${lineOfStart(file)}`);
});
