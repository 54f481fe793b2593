import type { NxJsonConfiguration } from '@nx/devkit';
import { expect, test } from 'vitest';
import { targetDefaults } from './target-defaults';

const project = { name: 'shop', root: 'libs/shop' };

function defaults(all: unknown, executor?: string) {
  return targetDefaults({ targetDefaults: all } as NxJsonConfiguration, {
    target: 'test',
    executor,
    project,
  });
}

test('defaults of the executor precede those of the name, and those precede a pattern', () => {
  const all = {
    test: { dependsOn: ['a'] },
    '@nx/vite:test': { dependsOn: ['b'] },
    't*': { dependsOn: ['c'] },
  };
  expect(defaults(all, '@nx/vite:test')).toEqual({ dependsOn: ['b'] });
  expect(defaults(all)).toEqual({ dependsOn: ['a'] });
  expect(defaults({ 't*': { dependsOn: ['c'] }, 'te?t': { dependsOn: ['d'] } })).toEqual({
    dependsOn: ['d'],
  });
  expect(defaults(undefined)).toEqual({});
});

test('of a list of filtered defaults, the last one that applies counts, key by key', () => {
  const all = {
    test: [
      { cache: true, dependsOn: ['^build'] },
      { filter: { projects: ['libs/*', '!shop'] }, dependsOn: ['excluded'] },
      { filter: { projects: ['other'] }, dependsOn: ['other'] },
      { filter: { executor: '@nx/jest:jest' }, dependsOn: ['jest'] },
      { filter: { plugin: '@nx/vitest' }, dependsOn: ['build'] },
    ],
  };
  expect(defaults(all)).toEqual({ cache: true, dependsOn: ['build'] });
});
