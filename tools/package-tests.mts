import type { ViteUserConfig } from 'vitest/config';
import { sourceAliases } from './source-aliases.mts';

/** The common options of all package tests. */
export const commonOptions = {
  exclude: ['**/node_modules/**', '**/dist/**', '**/fixtures/**'],
  // A test without an assertion fails.
  expect: { requireAssertions: true },
  testTimeout: 120_000,
  hookTimeout: 120_000,
};

/**
 * The configuration of one package's tests. `npm run self` runs each package as a project of Nx, which needs
 * a configuration of its own.
 *
 * @param root absolute path of the package
 */
export function packageTests(root: string): ViteUserConfig {
  return {
    root,
    resolve: { alias: sourceAliases },
    test: { ...commonOptions, include: ['src/**/*.{unit,int}.test.ts'], passWithNoTests: true },
  };
}
