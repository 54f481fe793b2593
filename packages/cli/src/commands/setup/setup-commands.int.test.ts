import { existsSync } from 'node:fs';
import { createWorkspace } from '@nx-testmon/testing';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { runCommandLine } from '../../run-cli.testing';
import { removalSchema, setupSchema } from './setup-schema';

const run = (cwd: string, ...args: string[]) => runCommandLine(args, { cwd });

const manifest = '{\n\t"name": "w",\n\t"private": true,\n\t"workspaces": [\n\t\t"libs/*"\n\t]\n}\n';
const packages = {
  'libs/a/package.json': '{\n  "name": "a"\n}\n',
  'libs/a/vitest.config.mts': 'export default {};',
  'libs/legacy/package.json': { name: 'legacy', scripts: { test: 'mocha' } },
};

test.each([
  ['npm', { 'package.json': manifest, 'package-lock.json': {} }, 'npx', 'npm uninstall'],
  ['Yarn', { 'package.json': manifest, 'yarn.lock': '' }, 'yarn', 'yarn remove'],
  ['Bun', { 'package.json': manifest, 'bun.lock': '' }, 'bunx', 'bun remove'],
  [
    'pnpm',
    {
      'package.json': '{\n  "name": "w"\n}\n',
      'pnpm-workspace.yaml': 'packages: [libs/*]\n',
      'pnpm-lock.yaml': '',
    },
    'pnpm exec',
    'pnpm remove',
  ],
])('init sets up a workspace of %s once, and remove undoes it', async (_, files, exec, remove) => {
  using workspace = createWorkspace({ ...packages, ...files });
  const { root } = workspace;
  const before = workspace.read('package.json');
  const untouched = workspace.snapshot();
  const dry = await run(root, 'init', '--dry-run');
  expect(dry.out).toMatch(
    /^Nothing is written\. What would be changed:\npackage\.json: added the script test\./,
  );
  expect(workspace.snapshot()).toEqual(untouched);

  const first = await run(root, 'init');
  expect(first).toMatchObject({ code: 0, err: '' });
  expect(first.out.split('\n')).toEqual([
    'nx-testmon is ready.',
    'package.json: added the script test.',
    '.gitignore: added .testmon/.',
    '1 package with tests that nx-testmon runs: a',
    '1 project has tests that nx-testmon does not run: legacy (Mocha). `testmon doctor` says why.',
    `Next: ${exec} testmon run`,
  ]);
  expect(JSON.parse(workspace.read('package.json'))).toMatchObject({ scripts: { test: 'testmon run' } });
  expect(workspace.read('.gitignore')).toBe('.testmon/\n');

  const after = workspace.snapshot();
  expect((await run(root, 'init')).out).toMatch(/^Nothing to do: nx-testmon is set up\./);
  expect(workspace.snapshot()).toEqual(after);

  workspace.write({ '.testmon/x': '' });
  const removed = await run(workspace.path('libs/a'), 'remove');
  expect(removed.out).toMatch(/Left to do:\n {2}The folder \.testmon: delete it/);
  expect(removed.out).toContain(`The package: ${remove} nx-testmon`);
  expect(workspace.read('package.json')).toBe(before);
  expect(workspace.snapshot().filter((line) => line.startsWith('.gitignore'))).toEqual([]);
  expect((await run(root, 'remove')).out).toMatch(/^Nothing to do: no file/);
});

test('in Turborepo, init writes the turbo.json of a package or adds to it, and remove undoes it', async () => {
  using workspace = createWorkspace({
    ...packages,
    'package.json': manifest,
    'turbo.json': '{\n  "tasks": {\n    "test": {\n      "cache": true\n    }\n  }\n}\n',
    'libs/b/package.json': '{\n  "name": "@s/b"\n}\n',
    'libs/b/vitest.config.mts': 'export default {};',
    'libs/b/turbo.jsonc': '{\n  // Ours.\n  "extends": ["//"],\n  "tasks": {\n    "build": {}\n  }\n}\n',
  });
  const { root } = workspace;
  const edited = [
    'package.json',
    'turbo.json',
    'libs/a/package.json',
    'libs/b/package.json',
    'libs/b/turbo.jsonc',
  ];
  const before = edited.map((file) => workspace.read(file));
  const first = await run(root, 'init');
  expect(first.out).toContain('libs/a/turbo.json: added outputs to the task test.');
  expect(JSON.parse(workspace.read('libs/a/turbo.json'))).toEqual({
    extends: ['//'],
    tasks: { test: { outputs: ['$TURBO_EXTENDS$', '$TURBO_ROOT$/.testmon/records/a/**'] } },
  });
  expect(workspace.read('libs/b/turbo.jsonc')).toMatch(/Ours.*\.testmon\/records\/@s\/b\/\*\*/s);
  await run(root, 'remove');
  expect(edited.map((file) => workspace.read(file))).toEqual(before);
  expect(existsSync(workspace.path('libs/a/turbo.json'))).toBe(false);
});

test('with --json both print what they changed', async () => {
  using workspace = createWorkspace({ ...packages, 'package.json': manifest });
  const document = async (...args: string[]) =>
    JSON.parse((await run(workspace.root, ...args, '--json')).out) as unknown;
  const untouched = workspace.snapshot();
  const planned = v.parse(setupSchema, await document('init', '--dry-run'));
  expect(planned.files).toEqual(['package.json', '.gitignore']);
  expect(workspace.snapshot()).toEqual(untouched);
  expect(v.parse(setupSchema, await document('init'))).toMatchObject({
    files: ['package.json', '.gitignore'],
    advice: [],
    covered: ['a'],
    uncovered: [{ project: 'legacy', kind: 'unsupported-test-runner' }],
  });
  expect(v.parse(removalSchema, await document('remove'))).toEqual({
    files: ['package.json', '.gitignore'],
    changes: ['package.json: removed the script test.', '.gitignore: removed .testmon/.'],
    advice: [],
    remains: ['The package: npm uninstall nx-testmon'],
  });
});

test('in an Nx workspace they name the generators and change nothing', async () => {
  using workspace = createWorkspace({ ...packages, 'package.json': manifest, 'nx.json': {} });
  const before = workspace.snapshot();
  for (const command of ['init', 'remove']) {
    const { code, out, err } = await run(workspace.root, command);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(`Run \`nx g nx-testmon:${command}\`.`);
  }
  expect(workspace.snapshot()).toEqual(before);
});
