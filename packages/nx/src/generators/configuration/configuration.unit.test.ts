import { addProjectConfiguration, readJson, type Tree } from '@nx/devkit';
import { createTreeWithEmptyWorkspace } from '@nx/devkit/testing';
import { beforeEach, expect, test, vi } from 'vitest';
import configurationGenerator, { type ConfigurationOptions } from './configuration';

let tree: Tree;
beforeEach(() => {
  tree = createTreeWithEmptyWorkspace();
  addProjectConfiguration(tree, 'app', { root: 'apps/app', targets: { build: { executor: '@nx/js:tsc' } } });
});

/** The targets in the file of the project, and the output. */
function configure(options: Partial<ConfigurationOptions> = {}) {
  const printed = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  try {
    configurationGenerator(tree, { project: 'app', ...options })();
    const text = printed.mock.calls.map(([chunk]) => String(chunk)).join('');
    const { targets } = readJson<{ targets: Record<string, Record<string, unknown>> }>(
      tree,
      'apps/app/project.json',
    );
    return { text, targets };
  } finally {
    printed.mockRestore();
  }
}

test('the targets that the plugin infers are written, once', () => {
  tree.write('apps/app/vitest.config.ts', 'export default {};');
  const { text, targets } = configure();
  expect(text).toContain('apps/app/project.json: added testmon, test-affected.');
  expect(Object.keys(targets)).toEqual(['build', 'testmon', 'test-affected']);
  expect(targets['testmon']).toMatchObject({
    executor: 'nx-testmon:testmon',
    options: { config: 'vitest.config.ts' },
    outputs: ['{workspaceRoot}/.testmon/records/{projectName}'],
  });
  expect(targets['testmon']).not.toHaveProperty('metadata');
  const before = tree.read('apps/app/project.json', 'utf-8');
  expect(configure().text).toContain('Nothing to do: apps/app/project.json has testmon, test-affected.');
  expect(tree.read('apps/app/project.json', 'utf-8')).toBe(before);
});

test('a configuration with another name gets its own target', () => {
  tree.write('apps/app/vitest.config.ts', 'export default {};');
  tree.write('apps/app/tests/unit (1).ts', 'export default {};');
  const { targets } = configure({ config: 'tests/unit (1).ts', targetName: 'testmon-unit' });
  expect(Object.keys(targets)).toEqual(['build', 'testmon-unit']);
  expect(targets['testmon-unit']).toMatchObject({ options: { config: 'tests/unit (1).ts' } });
});

test('the names are those of the plugin in nx.json', () => {
  tree.write(
    'nx.json',
    JSON.stringify({ plugins: [{ plugin: 'nx-testmon', options: { targetName: 'tia' } }] }),
  );
  tree.write('apps/app/jest.config.ts', 'export default {};');
  const { targets } = configure();
  expect(Object.keys(targets)).toEqual(['build', 'tia', 'test-affected']);
  expect(targets['tia']).toMatchObject({ options: { testRunner: 'jest' } });
});

test('a missing project, configuration or test is an error with a next step', () => {
  expect(() => configure({ project: 'apq' })).toThrow('Unknown project: apq.');
  expect(() => configure({ config: 'nope.ts' })).toThrow('There is no file nope.ts in ');
  expect(() => configure()).toThrow('The project app has no tests that nx-testmon can find.');
});
