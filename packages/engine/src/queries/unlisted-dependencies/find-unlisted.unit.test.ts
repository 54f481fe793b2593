import { pick, seededRandom } from '@nx-testmon/testing/random';
import { expect, test } from 'vitest';
import { findUnlisted, type UnlistedDependencies } from './find-unlisted';
import type { NxProjects } from './nx-projects';
import type { UsesOfTests } from './uses-of-tests';

const inputs = ['default', '^production', { env: 'CI' }];
const namedInputs = {
  default: ['{projectRoot}/**/*', 'shared'],
  production: ['default', '!{projectRoot}/**/*.test.ts'],
  shared: ['{workspaceRoot}/babel.config.json'],
};

interface ProjectInTest {
  readonly inputs?: readonly unknown[];
  readonly namedInputs?: Record<string, readonly unknown[]>;
  readonly implicitDependencies?: readonly string[];
  readonly dependencies?: readonly string[];
  readonly root?: string;
}

function nxProjects(projects: Readonly<Record<string, ProjectInTest>>): NxProjects {
  const entries = Object.entries(projects);
  return {
    namedInputs,
    nodes: Object.fromEntries(
      entries.map(([name, { root = `libs/${name}`, inputs: own = inputs, dependencies: _, ...data }]) => [
        name,
        { data: { root, targets: { testmon: { executor: 'nx-testmon:testmon', inputs: own } }, ...data } },
      ]),
    ),
    dependencies: Object.fromEntries(
      entries.map(([name, { dependencies = [] }]) => [name, dependencies.map((target) => ({ target }))]),
    ),
  };
}

/** What one test file of each project uses. */
function uses(
  project: string,
  used: Partial<Record<Exclude<keyof UsesOfTests, 'project' | 'setVariables'>, readonly string[]>>,
  setVariables: readonly string[] = [],
): UsesOfTests {
  const byName = (names: readonly string[] = []) =>
    new Map(names.map((name) => [name, [`libs/${project}/x.test.ts`]]));
  return {
    project,
    files: byName(used.files),
    folders: byName(used.folders),
    trees: byName(used.trees),
    globs: byName(used.globs),
    variables: byName(used.variables),
    setVariables: new Set(setVariables),
  };
}

const listing = (...paths: readonly string[]) => ({
  paths,
  isListed: (path: string) => paths.includes(path),
  pathsIn: (folder: string) =>
    folder === '.' ? paths : paths.filter((path) => path.startsWith(`${folder}/`)),
});

function find(
  projects: Readonly<Record<string, ProjectInTest>>,
  used: readonly UsesOfTests[],
  ...paths: readonly string[]
): UnlistedDependencies[] {
  return findUnlisted(used, nxProjects(projects), listing(...paths));
}

const inputsOf = (found: readonly UnlistedDependencies[]) =>
  found.map((one) => one.inputs.map(({ input }) => input));

test('a data file of another project is unlisted, and one of its own project or of the named inputs is not', () => {
  const paths = ['libs/a/data.json', 'libs/b/data.json', 'babel.config.json', 'nx.json', 'package-lock.json'];
  const found = find({ a: {}, b: {} }, [uses('a', { files: paths })], ...paths);
  expect(found).toMatchObject([
    {
      project: 'a',
      inputs: [{ input: '{workspaceRoot}/libs/b/data.json', testFiles: ['libs/a/x.test.ts'] }],
      projects: [],
    },
  ]);
});

test('ignored and deleted files are left out', () => {
  expect(inputsOf(find({ a: {}, b: {} }, [uses('a', { files: ['libs/b/dist/x.json'] })]))).toEqual([[]]);
});

test('files of dependencies are inputs, except those that ^production leaves out', () => {
  const paths = ['libs/b/src/b.ts', 'libs/c/c.ts', 'libs/c/c.test.ts'];
  const projects = { a: { dependencies: ['b'] }, b: { dependencies: ['c'] }, c: {} };
  const found = find(projects, [uses('a', { files: paths })], ...paths);
  expect(found[0]?.projects).toEqual([]);
  expect(inputsOf(found)).toEqual([['{workspaceRoot}/libs/c/c.test.ts']]);
});

test('a project whose code is used is unlisted as a whole, and files outside of its production inputs individually', () => {
  const paths = ['libs/b/b.ts', 'libs/b/data.json', 'libs/b/help.test.ts'];
  const [found] = find({ a: {}, b: {} }, [uses('a', { files: paths })], ...paths);
  expect(found?.projects).toEqual([{ name: 'b', testFiles: ['libs/a/x.test.ts'] }]);
  expect(found?.inputs.map(({ input }) => input)).toEqual(['{workspaceRoot}/libs/b/help.test.ts']);
});

test('files of a project that depends on this one, is excluded, or is at the root are listed', () => {
  const paths = ['libs/b/b.ts', 'libs/c/c.ts', 'tools/run.mjs'];
  const [found] = find(
    { a: { implicitDependencies: ['!c'] }, b: { dependencies: ['a'] }, c: {}, all: { root: '.' } },
    [uses('a', { files: paths })],
    ...paths,
  );
  expect(found?.projects).toEqual([]);
  expect(found?.cyclicProjects).toEqual(['b']);
  expect(found?.inputs.map(({ input }) => input)).toEqual(paths.map((path) => `{workspaceRoot}/${path}`));
});

test('of two projects that use code of each other, one becomes a dependency', () => {
  const [a, b] = find(
    { a: {}, b: {} },
    [uses('b', { files: ['libs/a/a.ts'] }), uses('a', { files: ['libs/b/b.ts'] })],
    'libs/a/a.ts',
    'libs/b/b.ts',
  );
  expect(a).toMatchObject({ project: 'a', projects: [{ name: 'b' }], cyclicProjects: [] });
  expect(b).toMatchObject({ project: 'b', projects: [], cyclicProjects: ['a'] });
  expect(b?.inputs.map(({ input }) => input)).toEqual(['{workspaceRoot}/libs/a/a.ts']);
});

test('a listed folder, many files of a folder, and a folder with all its files become one input each', () => {
  const many = Array.from({ length: 11 }, (_, at) => `libs/b/many/${at}.json`);
  const paths = ['libs/b/names/one.txt', ...many, 'libs/b/all/deep/x.txt', 'data/few.csv'];
  const used = uses('a', {
    files: ['libs/b/names/one.txt', ...many, 'data/few.csv'],
    folders: ['libs/b/names', 'libs/a', 'libs/gone'],
    trees: ['libs/b/all'],
  });
  expect(inputsOf(find({ a: {}, b: {} }, [used], ...paths))).toEqual([
    [
      '{workspaceRoot}/data/few.csv',
      '{workspaceRoot}/libs/b/all/**/*',
      '{workspaceRoot}/libs/b/many/*',
      '{workspaceRoot}/libs/b/names/*',
    ],
  ]);
});

test('a declared glob becomes an input if it matches files that are not inputs', () => {
  const used = uses('a', { globs: ['libs/a/sql/**', 'libs/b/**/*.sql', 'none/**'] });
  expect(inputsOf(find({ a: {}, b: {} }, [used], 'libs/a/sql/x.sql', 'libs/b/sql/x.sql'))).toEqual([
    ['{workspaceRoot}/libs/b/**/*.sql'],
  ]);
});

test('special characters of globs are escaped, and the input matches its own file only', () => {
  const path = 'libs/b/[id] (1).json';
  const used = [uses('a', { files: [path] })];
  const [found] = find({ a: {}, b: {} }, used, path);
  const input = found?.inputs[0]?.input ?? '';
  expect(input).toBe('{workspaceRoot}/libs/b/\\[id\\] \\(1\\).json');
  expect(inputsOf(find({ a: { inputs: ['default', input] }, b: {} }, used, path))).toEqual([[]]);
});

test('an own file that `default` leaves out is unlisted, and an input of the workspace overrides the exclusion', () => {
  const projects = (more: readonly string[]) => ({
    a: {
      inputs: ['default', ...more],
      namedInputs: { default: ['{projectRoot}/**/*', '!{projectRoot}/**/*.md'] },
    },
  });
  const used = [uses('a', { files: ['libs/a/README.md'] })];
  expect(inputsOf(find(projects([]), used, 'libs/a/README.md'))).toEqual([
    ['{workspaceRoot}/libs/a/README.md'],
  ]);
  expect(inputsOf(find(projects(['{projectRoot}/README.md']), used, 'libs/a/README.md'))).toEqual([
    ['{workspaceRoot}/libs/a/README.md'],
  ]);
  expect(inputsOf(find(projects(['{workspaceRoot}/libs/a/README.md']), used, 'libs/a/README.md'))).toEqual([
    [],
  ]);
});

test('inputs in every form count: objects, filesets of dependencies, named projects, nested names', () => {
  const used = [uses('a', { files: ['libs/b/data.json'] })];
  const isKnown = (own: unknown, dependencies: readonly string[] = []) =>
    inputsOf(find({ a: { inputs: [own], dependencies }, b: {} }, used, 'libs/b/data.json'))[0]?.length === 0;
  expect(isKnown({ fileset: '{workspaceRoot}/libs/*/data.json' })).toBe(true);
  expect(isKnown({ input: 'default', projects: ['b'] })).toBe(true);
  expect(isKnown({ input: 'default', projects: 'b' })).toBe(true);
  expect(isKnown({ input: 'default', projects: ['c'] })).toBe(false);
  for (const own of [
    '^default',
    '^{projectRoot}/**/*.json',
    { input: 'production', dependencies: true },
    { fileset: '{projectRoot}/*.json', dependencies: true },
  ]) {
    expect(isKnown(own, ['b'])).toBe(true);
    expect(isKnown(own)).toBe(false);
  }
  for (const own of [
    { runtime: 'node -v' },
    { externalDependencies: ['vitest'] },
    { env: 'CI' },
    'default',
    7,
  ])
    expect(isKnown(own)).toBe(false);
});

test("a file must be an input of every target, and a target without inputs has Nx's default inputs", () => {
  const projects = nxProjects({ a: {}, b: {} });
  const executor = 'nx-testmon:testmon';
  const withTargets = (targets: object): NxProjects => ({
    ...projects,
    nodes: { ...projects.nodes, a: { data: { root: 'libs/a', targets } as never } },
  });
  const used = [uses('a', { files: ['libs/b/data.json', 'libs/a/x.json'] })];
  const unlisted = (targets: object) =>
    inputsOf(findUnlisted(used, withTargets(targets), listing('libs/b/data.json', 'libs/a/x.json')));
  const known = { executor, inputs: ['default', '{workspaceRoot}/libs/b/*'] };
  expect(unlisted({ testmon: known })).toEqual([[]]);
  expect(unlisted({ testmon: known, unit: { executor } })).toEqual([['{workspaceRoot}/libs/b/data.json']]);
  expect(unlisted({ build: { executor: '@nx/js:tsc' } })).toEqual([]);
});

test('variables are listed by name, with whether they are inputs and were set', () => {
  const [found] = find({ a: {} }, [uses('a', { variables: ['CI', 'API_URL'] }, ['API_URL'])]);
  expect(found?.variables).toEqual([
    { name: 'API_URL', testFiles: ['libs/a/x.test.ts'], isInput: false, isSet: true },
    { name: 'CI', testFiles: ['libs/a/x.test.ts'], isInput: true, isSet: false },
  ]);
});

test('whatever tests use, added dependencies close no cycle, and nothing is unlisted after everything is written', () => {
  const names = ['a', 'b', 'c', 'd', 'e'];
  const paths = names.flatMap((name) => [
    `libs/${name}/x.ts`,
    `libs/${name}/x.test.ts`,
    `libs/${name}/x.json`,
  ]);
  let added = 0;
  for (let seed = 1; seed <= 300; seed++) {
    const random = seededRandom(seed);
    // A project only depends on earlier ones, so that there are no cycles at first.
    const projects = Object.fromEntries(
      names.map((name, at) => [name, { dependencies: names.slice(0, at).filter(() => random(3) === 0) }]),
    );
    const used = names.map((name) =>
      uses(name, { files: Array.from({ length: random(4) }, () => pick(random, paths)) }),
    );
    const found = find(projects, used, ...paths);
    const written = Object.fromEntries(
      names.map((name) => {
        const one = found.find(({ project }) => project === name);
        const more = one?.projects.map((project) => project.name) ?? [];
        added += more.length;
        return [
          name,
          {
            dependencies: [...(projects[name]?.dependencies ?? []), ...more],
            inputs: [...inputs, ...(one?.inputs.map(({ input }) => input) ?? [])],
          },
        ];
      }),
    );
    const again = find(written, used, ...paths);
    expect(
      again.map((one) => [one.inputs, one.projects]),
      String(seed),
    ).toEqual(again.map(() => [[], []]));
    for (const name of names) expect(reachable(written, name), String(seed)).not.toContain(name);
  }
  expect(added).toBeGreaterThan(100);
});

/** The direct and indirect dependencies of a project. */
function reachable(projects: Readonly<Record<string, ProjectInTest>>, from: string): string[] {
  const found = new Set<string>();
  const open = [...(projects[from]?.dependencies ?? [])];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (found.has(name)) continue;
    found.add(name);
    open.push(...(projects[name]?.dependencies ?? []));
  }
  return [...found];
}
