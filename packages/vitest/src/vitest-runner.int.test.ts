import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { installations, temporaryWorkspace, type TemporaryWorkspace } from './temporary-workspace.testing';
import { findConfig } from '@nx-testmon/runner';
import { vitestRunner } from './vitest-runner';

const [{ folder, version } = { folder: '', version: '' }] = installations;
let workspace: TemporaryWorkspace | undefined;
const make = (files: Readonly<Record<string, string>>): TemporaryWorkspace =>
  (workspace = temporaryWorkspace(folder, files));
afterEach(() => workspace?.dispose());

const findVitestConfig = (projectRoot: string, config?: string, workspaceRoot?: string) =>
  findConfig(vitestRunner, { projectRoot, config, workspaceRoot });

describe('the configuration of Vitest', () => {
  it('prefers vitest.config to vite.config, and either to a workspace file', () => {
    const { app, write } = make({ 'vitest.workspace.ts': '' });
    expect(findVitestConfig(app)).toBe(join(app, 'vitest.workspace.ts'));
    write({ 'vite.config.ts': '' });
    expect(findVitestConfig(app)).toBe(join(app, 'vite.config.ts'));
    write({ 'vitest.config.cjs': '' });
    expect(findVitestConfig(app)).toBe(join(app, 'vitest.config.cjs'));
    write({ 'vitest.config.mts': '' });
    expect(findVitestConfig(app)).toBe(join(app, 'vitest.config.mts'));
  });

  it('finds nothing in an empty folder, or in a folder named like a file', () => {
    expect(findVitestConfig(make({ 'vitest.config.ts/x': '' }).app)).toBeUndefined();
  });

  it('resolves an explicit path from the project, then from the workspace', () => {
    const { app, root } = make({ 'a.mts': '', 'sub/b.mts': '' });
    expect(findVitestConfig(app, 'a.mts', root)).toBe(join(app, 'a.mts'));
    expect(findVitestConfig(app, 'packages/app/sub/b.mts', root)).toBe(join(app, 'sub/b.mts'));
    expect(findVitestConfig(app, join(app, 'a.mts'))).toBe(join(app, 'a.mts'));
    expect(findVitestConfig(app, 'c.mts', root)).toBeUndefined();
  });
});

describe('the installation of Vitest', () => {
  it('finds the version that the project resolves', () => {
    expect(vitestRunner.findInstallation(make({}).app)).toEqual({
      ok: true,
      version,
      entry: expect.stringContaining('node.js') as unknown,
    });
  });

  it.each([
    [
      'runner-unsupported',
      `"version": "2.1.9", "exports": {"./package.json": "./package.json", "./node": "./node.js"}`,
    ],
    ['runner-not-installed', `"version": "5.0.0", "exports": {}`],
  ])('reports %s for an unsupported version or a package without its entry', (kind, manifest) => {
    const { app } = make({
      'node_modules/vitest/package.json': `{"name": "vitest", ${manifest}}`,
      'node_modules/vitest/node.js': '',
    });
    expect(vitestRunner.findInstallation(app)).toMatchObject({ ok: false, problem: { kind } });
  });
});
