import { expect, test } from 'vitest';
import { splitTargetEnvironment } from './target-environment';

test('variables that a target sets override those of the process, and are named', () => {
  const { options, env, names } = splitTargetEnvironment(
    { reporter: 'dot', env: { TZ: 'UTC', DEBUG: 1, NONE: null }, __unparsed__: ['--reporter=dot'] },
    { TZ: 'CET', PATH: '/bin' },
  );
  expect(options).toEqual({ reporter: 'dot' });
  expect(env).toEqual({ TZ: 'UTC', DEBUG: '1', PATH: '/bin' });
  expect(names).toEqual(['DEBUG', 'TZ']);
});
