import { chmodSync } from 'node:fs';
import { afterEach, expect, it } from 'vitest';
import { createTaskWorkspace, type TaskWorkspace } from '../../task.testing';

let workspace: TaskWorkspace | undefined;
afterEach(() => workspace?.[Symbol.dispose]());

const imports = `import { expect, test } from 'vitest'; import * as fs from 'node:fs';`;

// Windows has no executable bit.
it.skipIf(process.platform === 'win32')(
  'a file that is no longer executable selects the tests that could observe it (not on Windows)',
  async () => {
    const app = (workspace = createTaskWorkspace({
      'libs/a/package.json': { name: 'a', type: 'module' },
      'libs/a/vitest.config.mjs': `export default {};`,
      'libs/a/bin/tool.sh': `#!/bin/sh\necho hi\n`,
      'libs/a/bin/other.sh': `#!/bin/sh\n`,
      'libs/a/access.test.ts': `${imports} test('t', () => { fs.accessSync('bin/tool.sh', fs.constants.X_OK); });`,
      'libs/a/stat.test.ts': `${imports} test('t', () => { expect(fs.statSync('bin/tool.sh').mode & 0o100).toBe(0o100); });`,
      'libs/a/spawn.test.ts': `${imports} import { execFileSync } from 'node:child_process';
test('t', () => { expect(String(execFileSync('./bin/tool.sh'))).toBe('hi\\n'); });`,
      'libs/a/nothing.test.ts': `${imports} test('t', () => { expect(fs.existsSync('bin/other.sh')).toBe(true); });`,
    }));
    const tool = app.files.path('libs/a/bin/tool.sh');
    chmodSync(tool, 0o755);
    const { report, output } = await app.run();
    expect(report, output).toMatchObject({ outcome: 'passed' });
    const selected = async () => (await app.select()).selected.map(({ testFile }) => testFile.path).sort();
    expect(await selected()).toEqual([]);

    chmodSync(tool, 0o644);
    expect(await selected()).toEqual(['access', 'spawn', 'stat'].map((name) => `libs/a/${name}.test.ts`));
    // Git stores no other bit.
    chmodSync(tool, 0o700);
    expect(await selected()).toEqual([]);
  },
);
