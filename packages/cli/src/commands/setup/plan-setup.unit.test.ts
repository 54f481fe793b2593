import { expect, test } from 'vitest';
import { planRemoval } from './plan-removal';
import { planSetup } from './plan-setup';
import type { SetupPlan, WorkspaceTexts } from './workspace-texts';

const json = (value: object, indent: string | number = 2) => `${JSON.stringify(value, undefined, indent)}\n`;

interface Sample {
  readonly root?: object;
  /** Manifests of packages with tests, by folder. */
  readonly packages?: Readonly<Record<string, object>>;
  readonly turbo?: object;
  /** The `turbo.json` of packages, by folder. */
  readonly packageTurbo?: Readonly<Record<string, object>>;
  readonly gitignore?: string;
  readonly indent?: string | number;
}

function workspace({
  root = {},
  packages = {},
  packageTurbo = {},
  turbo,
  gitignore = '',
  indent,
}: Sample): WorkspaceTexts {
  const turboOf = (folder: string) => {
    const content = packageTurbo[folder];
    return { path: `${folder}/turbo.json`, text: content === undefined ? '' : json(content, indent) };
  };
  return {
    packages: [
      {
        name: 'w',
        root: '.',
        path: 'package.json',
        text: json(root, indent),
        hasTests: false,
        turbo: undefined,
      },
      ...Object.entries(packages).map(([folder, manifest]) => ({
        name: folder,
        root: folder,
        path: `${folder}/package.json`,
        text: json(manifest, indent),
        hasTests: true,
        turbo: turboOf(folder),
      })),
    ],
    turbo: turbo && { path: 'turbo.json', text: json(turbo, indent) },
    gitignore: { path: '.gitignore', text: gitignore },
  };
}

/** The workspace after applying a plan. */
function apply(texts: WorkspaceTexts, { files }: SetupPlan): WorkspaceTexts {
  const textOf = <File extends { path: string; text: string }>(file: File): File => ({
    ...file,
    text: files.find(({ path }) => path === file.path)?.text ?? file.text,
  });
  return {
    packages: texts.packages.map((one) => ({ ...textOf(one), turbo: one.turbo && textOf(one.turbo) })),
    turbo: texts.turbo && textOf(texts.turbo),
    gitignore: textOf(texts.gitignore),
  };
}

const setUp = (sample: Sample) => planSetup(workspace(sample));
/** The changed files; JSON files are parsed. */
const filesOf = ({ files }: SetupPlan) =>
  Object.fromEntries(
    files.map(({ path, text }) => [path, path.includes('json') ? (JSON.parse(text) as unknown) : text]),
  );

test('a package without a test script gets one, and git ignores the store', () => {
  for (const scripts of [undefined, {}, { test: 'echo "Error: no test specified" && exit 1' }]) {
    const plan = setUp({ root: { name: 'w', scripts } });
    expect(filesOf(plan)).toEqual({
      'package.json': { name: 'w', scripts: { test: 'testmon run' } },
      '.gitignore': '.testmon/\n',
    });
    expect(plan.changes).toEqual(['package.json: added the script test.', '.gitignore: added .testmon/.']);
    expect(plan.advice).toEqual([]);
  }
});

test('an existing test script is kept, and the advice describes what to change', () => {
  const plan = setUp({ root: { scripts: { test: 'vitest run' } }, packages: { a: { scripts: {} } } });
  expect(filesOf(plan)['package.json']).toEqual({ scripts: { test: 'vitest run', testmon: 'testmon run' } });
  expect(Object.keys(filesOf(plan))).toEqual(['package.json', '.gitignore']);
  expect(plan.advice).toEqual([
    expect.stringMatching(
      /^The `test` script in package\.json \(vitest run\) does not use nx-testmon\. .*"testmon run"/,
    ),
  ]);
});

const outputsOf = (name: string) => ['$TURBO_EXTENDS$', `$TURBO_ROOT$/.testmon/records/${name}/**`];
const packageConfiguration = (name: string) => ({
  extends: ['//'],
  tasks: { test: { outputs: outputsOf(name) } },
});

test('in Turborepo the packages with tests have the script, and their task test has the variables and their records', () => {
  const plan = setUp({
    root: { scripts: { test: 'turbo run test' } },
    packages: {
      'libs/a': { name: 'a' },
      'libs/b': { scripts: { test: 'vitest run' } },
      c: { scripts: { test: 'testmon run' } },
    },
    turbo: { tasks: { build: {}, test: { outputs: ['coverage/**'] } } },
    packageTurbo: {
      'libs/b': { extends: ['//'], tasks: { test: { outputs: ['out/**'] } } },
      c: { extends: ['//'], tags: ['x'], tasks: { build: {} } },
    },
    gitignore: '.testmon/\n',
  });
  expect(filesOf(plan)).toEqual({
    'package.json': { scripts: { test: 'turbo run test', testmon: 'testmon run' } },
    'libs/a/package.json': { name: 'a', scripts: { test: 'testmon run' } },
    'turbo.json': { tasks: { build: {}, test: { outputs: ['coverage/**'], env: ['NX_TESTMON_*'] } } },
    'libs/a/turbo.json': packageConfiguration('libs/a'),
    'libs/b/turbo.json': {
      extends: ['//'],
      tasks: { test: { outputs: ['out/**', '$TURBO_ROOT$/.testmon/records/libs/b/**'] } },
    },
    'c/turbo.json': {
      extends: ['//'],
      tags: ['x'],
      tasks: { build: {}, test: { outputs: outputsOf('c') } },
    },
  });
  expect(plan.advice).toEqual([
    expect.stringContaining('in libs/b/package.json (vitest run) does not use nx-testmon.'),
  ]);
});

test('a turbo.json without the task test gets it', () => {
  const plan = setUp({ packages: { 'libs/a': {} }, turbo: { tasks: { build: {} } } });
  expect(filesOf(plan)).toMatchObject({
    'turbo.json': {
      tasks: { build: {}, test: { dependsOn: ['^build'], env: ['NX_TESTMON_*'] } },
    },
    'libs/a/turbo.json': packageConfiguration('libs/a'),
  });
});

test('in Turborepo 1, whose paths are relative to the package, no records are listed', () => {
  const plan = setUp({ packages: { 'libs/a': {} }, turbo: { pipeline: { build: {} } } });
  expect(filesOf(plan)['turbo.json']).toEqual({
    pipeline: { build: {}, test: { dependsOn: ['^build'], env: ['NX_TESTMON_*'] } },
  });
  expect(Object.keys(filesOf(plan))).not.toContain('libs/a/turbo.json');
});

test.each([2, 4, '\t'])(
  'a second time nothing changes, and a removal restores the original (indent %j)',
  (indent) => {
    const before = workspace({
      root: { name: 'w', scripts: { build: 'tsc', test: 'turbo run test' } },
      packages: {
        'libs/a': { name: 'a' },
        'libs/b': { scripts: { test: 'testmon run --nocollect' } },
        'libs/c': { name: 'c' },
        'libs/d': { name: 'd' },
      },
      turbo: { tasks: { test: { dependsOn: ['^build'] } } },
      packageTurbo: {
        'libs/b': { extends: ['//'], tasks: { test: { outputs: ['out/**'] } } },
        'libs/c': { extends: ['//'], tasks: { build: {} } },
        'libs/d': { extends: ['//'], tags: ['x'] },
      },
      gitignore: 'dist\r\n',
      indent,
    });
    const after = apply(before, planSetup(before));
    const again = planSetup(after);
    expect([again.files, again.changes]).toEqual([[], []]);
    const removal = planRemoval(after);
    expect(apply(after, removal)).toEqual(before);
    expect(removal.changes).toHaveLength(10);
    expect(removal.advice).toEqual(['The script test of libs/b/package.json: testmon run --nocollect']);
    const nothing = planRemoval(before);
    expect([nothing.files, nothing.changes]).toEqual([[], []]);
  },
);

test('a turbo.json that is not JSON is not changed', () => {
  const turbo = { path: 'turbo.json', text: '{ "tasks": ' };
  const texts = { ...workspace({ packages: { a: {} } }), turbo };
  expect(planSetup(texts).files.map(({ path }) => path)).not.toContain('turbo.json');
  expect(planRemoval(texts).files).toEqual([]);
});
