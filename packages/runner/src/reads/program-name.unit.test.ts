import { expect, test } from 'vitest';
import { programName } from './program-name';

test.each([
  ['/usr/bin/git', ['status', '--secret'], 'git'],
  ['/usr/bin/git', ['/usr/bin/git', 'status'], 'git'],
  ['/opt/node/bin/node', ['/w/tools/build.js', 'secret'], 'node build.js'],
  ['/opt/node/bin/node', ['--eval', 'secret'], 'node'],
  ['/bin/sh', ['/bin/sh', '-c', 'TOKEN=secret tsc -p secret'], 'tsc'],
  ['/bin/sh', ['script.sh'], 'sh'],
  ['git status secret', undefined, 'git'],
  ['A=1 B=2 "/usr/bin/git" log', undefined, 'git'],
  ['', [], undefined],
  [undefined, [], undefined],
])('the program of %s %j is %s, without its arguments', (file, args, expected) => {
  expect(programName(file, args)).toBe(expected);
});
