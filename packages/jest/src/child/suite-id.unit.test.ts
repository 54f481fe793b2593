import { expect, test } from 'vitest';
import type { ProjectConfig, ReadConfigs } from './jest-api';
import { selectedConfigs } from './selected-configs';
import { nameConfigs } from './suite-id';

const workspace = { workspaceRoot: '/w', projectName: 'app' };
const config = (rootDir: string, name?: string) =>
  ({ rootDir, ...(name === undefined ? {} : { displayName: { name } }) }) as ProjectConfig;
const named = (projects: readonly string[], ...configs: ProjectConfig[]) =>
  nameConfigs(workspace, '/w/app/jest.config.js', {
    globalConfig: { projects, testSequencer: '' },
    configs,
    hasDeprecationWarnings: false,
  } satisfies ReadConfigs);

test('one configuration is named after its file', () => {
  expect(named([], config('/w/app'))).toMatchObject([{ suite: 'app:app/jest.config.js', runnerProject: '' }]);
});

test('without a file it is named only after the project', () => {
  const read = {
    globalConfig: { testSequencer: '' },
    configs: [config('/w/app')],
    hasDeprecationWarnings: false,
  };
  expect(nameConfigs(workspace, undefined, read)).toMatchObject([{ suite: 'app:' }]);
});

test('projects are named by display name, otherwise by folder, and by a number if that is taken', () => {
  const names = named(['a', 'b'], config('/w/app/a', 'ui'), config('/w/app/b', 'ui'), config('/w/app/c')).map(
    ({ runnerProject }) => runnerProject,
  );
  expect(names).toEqual(['ui', 'ui-2', 'app/c']);
});

test('a name with a number that is the own name of another project is not used twice', () => {
  const configs = ['ui', 'ui-2', 'ui', 'ui-2'].map((name, index) => config(`/w/app/${index}`, name));
  const suites = named(['*'], ...configs).map(({ suite }) => suite.replace('app:app/jest.config.js:', ''));
  expect(suites).toEqual(['ui', 'ui-2', 'ui-3', 'ui-2-2']);
});

test('a list of one project is still a list', () => {
  expect(named(['a'], config('/w/app/a'))).toMatchObject([{ suite: 'app:app/jest.config.js:app/a' }]);
});

test('--selectProjects and --ignoreProjects exclude projects by their display names', () => {
  const configs = named(['*'], config('/w/a', 'a'), config('/w/b', 'b'), config('/w/c'));
  const left = (argv: Parameters<typeof selectedConfigs>[1]) =>
    selectedConfigs(configs, argv).map(({ runnerProject }) => runnerProject);
  expect(left({})).toEqual(['a', 'b', 'c']);
  expect(left({ selectProjects: ['a', 'c'] })).toEqual(['a']);
  expect(left({ ignoreProjects: ['a'] })).toEqual(['b', 'c']);
});
