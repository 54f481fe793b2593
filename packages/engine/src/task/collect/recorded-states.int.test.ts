import { chmodSync, rmSync } from 'node:fs';
import { afterEach, expect, it } from 'vitest';
import { mergeIntoStore } from '../../store/maintain-store';
import { storePaths } from '../../store/task-store';
import { createTaskWorkspace, type TaskWorkspace } from '../../task.testing';

let workspace: TaskWorkspace | undefined;
afterEach(() => workspace?.[Symbol.dispose]());

const imports = `import { expect, test } from 'vitest'; import * as fs from 'node:fs';`;

// Windows has no such bit.
it.skipIf(process.platform === 'win32')(
  'records hold the facts of test files that read an executable file or look up a link (not on Windows)',
  async () => {
    const app = (workspace = createTaskWorkspace({
      'libs/a/package.json': { name: 'a', type: 'module' },
      'libs/a/vitest.config.mjs': `export default {};`,
      'libs/a/bin/tool.sh': `#!/bin/sh\necho hi\n`,
      'libs/a/data/list.txt': '1',
      'libs/a/read.test.ts': `${imports} test('t', () => { expect(fs.readFileSync('bin/tool.sh', 'utf8')).toContain('hi'); });`,
      'libs/a/link.test.ts': `${imports} test('t', () => { expect(fs.existsSync('linked')).toBe(true); });`,
    }));
    chmodSync(app.files.path('libs/a/bin/tool.sh'), 0o755);
    app.files.link('libs/a/linked', app.files.path('libs/a/data'));
    const { report, output } = await app.run();
    expect(report, output).toMatchObject({ outcome: 'passed' });

    const paths = storePaths(app.root, {});
    rmSync(paths.database);
    const merged = await mergeIntoStore({
      paths,
      sources: [paths.records],
      cwd: app.root,
      now: Date.now(),
    });
    expect(merged).toMatchObject({ ok: true, outcome: { addedFacts: 2 } });
    const selected = async () => (await app.select()).selected.map(({ testFile }) => testFile.path);
    expect(await selected()).toEqual([]);

    chmodSync(app.files.path('libs/a/bin/tool.sh'), 0o644);
    expect(await selected()).toEqual(['libs/a/read.test.ts']);
    chmodSync(app.files.path('libs/a/bin/tool.sh'), 0o755);
    rmSync(app.files.path('libs/a/linked'));
    app.files.link('libs/a/linked', app.files.path('libs/a/bin'));
    expect(await selected()).toEqual(['libs/a/link.test.ts']);
  },
);
