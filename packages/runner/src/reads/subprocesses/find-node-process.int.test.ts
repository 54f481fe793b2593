import { chmodSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createWorkspace, type TestWorkspace } from '@nx-testmon/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findNodeProcess } from './find-node-process';

const node = process.execPath;
const script = 'console.log(1);\n';
let workspace: TestWorkspace;
let root: string;

beforeAll(() => {
  workspace = createWorkspace({
    'cli.js': script,
    'bin/env': `#!/usr/bin/env node\n${script}`,
    'bin/direct': `#!${node}\n${script}`,
    'bin/options': `#!/usr/bin/env -S node --no-warnings\n${script}`,
    'bin/argument': `#!${node} --no-warnings\n${script}`,
    'bin/windows': `#!/usr/bin/env node\r\n${script}`,
    'bin/shell': `#!/bin/sh\nexec node cli.js\n`,
    'bin/none': script,
    'bin/hidden': `#!/usr/bin/env node\n${script}`,
    'other/node': '#!/bin/sh\n',
  });
  ({ root } = workspace);
  for (const name of ['env', 'direct', 'options', 'argument', 'windows', 'shell', 'none'])
    chmodSync(join(root, 'bin', name), 0o755);
  chmodSync(join(root, 'other/node'), 0o755);
  chmodSync(join(root, 'bin/hidden'), 0o644);
  symlinkSync('env', join(root, 'bin/link'));
  symlinkSync(node, join(root, 'bin/node'));
});
afterAll(() => workspace[Symbol.dispose]());

const found = (file: string, args: readonly string[] = [], env: Readonly<Record<string, string>> = {}) => {
  const PATH = [join(root, 'none'), join(root, 'bin'), dirname(node)].join(':');
  return findNodeProcess({ file, args, env: { PATH, ...env }, cwd: root })?.lookups.map((path) =>
    path.replace(`${root}/`, ''),
  );
};

describe.skipIf(process.platform === 'win32')('a process that is started (not on Windows)', () => {
  it('is one of Node by its path, by PATH, by a link and by the first line of a script', () => {
    expect(found(node, ['cli.js'])).toEqual([node]);
    expect(found('node', ['cli.js'])).toEqual(['none/node', 'bin/node']);
    expect(found('./bin/node', ['cli.js'])).toEqual(['bin/node']);
    expect(found('./bin/env')).toEqual(['bin/env', 'none/node', 'bin/node']);
    expect(found('link', ['--version'])).toEqual(['none/link', 'bin/link', 'none/node', 'bin/node']);
    expect(found('direct')).toEqual(['none/direct', 'bin/direct', node]);
    expect(found('/bin/sh', ['-c', 'node cli.js "a b"'])).toEqual(['none/node', 'bin/node']);
  });

  it.each(['options', 'argument', 'windows', 'shell', 'none', 'hidden', 'nowhere', 'sh', 'git'])(
    'is not a known one: %s',
    (file) => {
      expect(found(file)).toBeUndefined();
    },
  );

  it('is not known if PATH leads to another program, or to none', () => {
    for (const file of ['node', './bin/env']) {
      expect(found(file, ['cli.js'], { PATH: join(root, 'other') })).toBeUndefined();
      expect(found(file, ['cli.js'], { PATH: '' })).toBeUndefined();
    }
  });

  it("can't be traced if Node reads other variables or options", () => {
    for (const name of ['NODE_PATH', 'NODE_UNIQUE_ID', 'NODE_V8_COVERAGE', 'NX_TESTMON_READS'])
      expect(found('node', ['cli.js'], { [name]: 'x' })).toBeUndefined();
    expect(found('node', ['cli.js'], { NODE_OPTIONS: '--no-warnings' })).toBeDefined();
    expect(found('node', ['cli.js'], { NODE_OPTIONS: '--permission' })).toBeUndefined();
    expect(found('node', ['--test', 'cli.js'])).toBeUndefined();
    expect(found('node')).toBeUndefined();
    expect(found('/bin/sh', ['-c', 'node cli.js | cat'])).toBeUndefined();
    expect(found('/bin/sh', ['-c', 'node cli.js', 'more'])).toBeUndefined();
    expect(found('/bin/sh', ['cli.sh'])).toBeUndefined();
  });
});
