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
  readonly gitignore?: string;
  readonly indent?: string | number;
}

function workspace({ root = {}, packages = {}, turbo, gitignore = '', indent }: Sample): WorkspaceTexts {
  return {
    packages: [
      { name: 'w', root: '.', path: 'package.json', text: json(root, indent), hasTests: false },
      ...Object.entries(packages).map(([folder, manifest]) => ({
        name: folder,
        root: folder,
        path: `${folder}/package.json`,
        text: json(manifest, indent),
        hasTests: true,
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
    packages: texts.packages.map(textOf),
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

test('in Turborepo the packages with tests have the script, and the task test has the records and variables', () => {
  const plan = setUp({
    root: { scripts: { test: 'turbo run test' } },
    packages: {
      'libs/a': { name: 'a' },
      'libs/b': { scripts: { test: 'vitest run' } },
      c: { scripts: { test: 'testmon run' } },
    },
    turbo: { tasks: { build: {}, test: { outputs: ['coverage/**'] } } },
    gitignore: '.testmon/\n',
  });
  expect(filesOf(plan)).toEqual({
    'package.json': { scripts: { test: 'turbo run test', testmon: 'testmon run' } },
    'libs/a/package.json': { name: 'a', scripts: { test: 'testmon run' } },
    'turbo.json': {
      tasks: {
        build: {},
        test: {
          outputs: [
            'coverage/**',
            '../../.testmon/records/$TURBO_PACKAGE_NAME/**',
            '../.testmon/records/$TURBO_PACKAGE_NAME/**',
          ],
          env: ['NX_TESTMON_*'],
        },
      },
    },
  });
  expect(plan.advice).toEqual([
    expect.stringContaining('in libs/b/package.json (vitest run) does not use nx-testmon.'),
  ]);
});

test.each(['tasks', 'pipeline'])('a turbo.json without the task test gets it among the %s', (key) => {
  const plan = setUp({ packages: { 'libs/a': {} }, turbo: { [key]: { build: {} } } });
  expect(filesOf(plan)['turbo.json']).toEqual({
    [key]: {
      build: {},
      test: {
        dependsOn: ['^build'],
        outputs: ['../../.testmon/records/$TURBO_PACKAGE_NAME/**'],
        env: ['NX_TESTMON_*'],
      },
    },
  });
});

test.each([2, 4, '\t'])(
  'a second time nothing changes, and a removal restores the original (indent %j)',
  (indent) => {
    const before = workspace({
      root: { name: 'w', scripts: { build: 'tsc', test: 'turbo run test' } },
      packages: { 'libs/a': { name: 'a' }, 'libs/b': { scripts: { test: 'testmon run --nocollect' } } },
      turbo: { tasks: { test: { dependsOn: ['^build'] } } },
      gitignore: 'dist\r\n',
      indent,
    });
    const after = apply(before, planSetup(before));
    const again = planSetup(after);
    expect([again.files, again.changes]).toEqual([[], []]);
    const removal = planRemoval(after);
    expect(apply(after, removal)).toEqual(before);
    expect(removal.changes).toHaveLength(4);
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
