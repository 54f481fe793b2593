import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { InstallationFolders } from '@nx-testmon/core';
import { describe, expect, it } from 'vitest';
import { ownCodeFilter } from './own-code';

const isOwnIn = (root: string, runnerFolder: string) =>
  ownCodeFilter(root, new InstallationFolders([]), runnerFolder, () => ['core', 'runner']);

describe("nx-testmon's own code", () => {
  it('is everything that is installed as its packages', () => {
    const isOwn = isOwnIn('/w', '/w/node_modules/@nx-testmon/runner');
    expect(isOwn('/w/node_modules/@nx-testmon/core/dist/index.js')).toBe(true);
    expect(isOwn('/w/node_modules/.pnpm/x@1/node_modules/@nx-testmon/graph/dist/index.js')).toBe(true);
    expect(isOwn('/w/node_modules/nx-testmon-like/index.js')).toBe(false);
    expect(isOwn('/w/fixtures/node_modules/@nx-testmon/core/index.js')).toBe(false);
    expect(isOwn('/w/core/dist/index.js')).toBe(false);
  });

  it('is a checkout outside of the workspace', () => {
    const isOwn = isOwnIn('/w', '/checkout/packages/runner');
    expect(isOwn('/checkout/packages/core/dist/index.js')).toBe(true);
    expect(isOwn('/checkout/packages/another/index.js')).toBe(false);
    expect(isOwn('/checkout/packages/core')).toBe(true);
    expect(isOwn('/checkout/packages')).toBe(false);
  });

  it('is all packages of this repository', () => {
    const packages = join(__dirname, '../../..');
    const isOwn = ownCodeFilter('/w', new InstallationFolders([]), join(packages, 'runner'));
    const names = readdirSync(packages);
    expect(names).toContain('runner');
    expect(names.filter((name) => !isOwn(join(packages, name, 'dist/index.js')))).toEqual([]);
  });

  it('is nothing if its packages are sources of the workspace', () => {
    const isOwn = isOwnIn('/checkout', '/checkout/packages/runner');
    expect(isOwn('/checkout/packages/core/dist/index.js')).toBe(false);
  });
});
