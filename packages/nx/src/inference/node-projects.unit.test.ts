import { expect, test } from 'vitest';
import { infer as inferFrom } from './infer-projects.testing';

const nxJson = { targetDefaults: { test: { dependsOn: ['^build'] } } };
const infer = (files: Parameters<typeof inferFrom>[0]) => inferFrom(files, { nxJson });

const manifest = (test: string) => ({ name: 'a', scripts: { test } });

test('a project whose script runs node --test gets targets like that script', () => {
  const { a: targets } = infer({
    'a/package.json': manifest(`TZ=UTC node --import tsx --test 'src/**/*.test.ts'`),
    'package-lock.json': {},
  });
  expect(Object.keys(targets ?? {})).toEqual(['testmon', 'test-affected']);
  expect(targets?.['testmon']).toMatchObject({
    options: { config: 'package.json', testRunner: 'node', env: { TZ: 'UTC' } },
    dependsOn: ['^build'],
    metadata: { technologies: ['node'] },
  });
  expect(targets?.['testmon']?.inputs).toContainEqual({ runtime: 'node --version' });
  expect(JSON.stringify(targets?.['testmon']?.inputs)).not.toContain('externalDependencies');
});

test.each(['node server.js', 'tsc -b && node --test', 'npx node --test', 'node --test > report.tap'])(
  '%s is not a test command',
  (script) => expect(infer({ 'a/package.json': manifest(script) })).toEqual({}),
);

test('a project that also has a configuration of Vitest has a target for each', () => {
  const { a: targets } = infer({ 'a/package.json': manifest('node --test'), 'a/vitest.config.ts': '' });
  expect(targets?.['testmon']?.options).toEqual({ config: 'vitest.config.ts' });
  expect(targets?.['testmon-node']?.options).toEqual({ config: 'package.json', testRunner: 'node' });
});

test('a script of the workspace root does not turn it into a project', () => {
  expect(infer({ 'package.json': manifest('node --test') })).toEqual({});
});
