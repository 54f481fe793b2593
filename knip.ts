import { resolve } from 'node:path';
import type { KnipConfiguration, WorkspaceProjectConfig } from 'knip';
import { bundledScripts } from './tools/bundle/bundled-scripts.mts';
import { findEntryPoints } from './tools/bundle/find-entry-points.mts';

const project = ['src/**/*.{ts,mts}'];

/** What some packages have beside their sources and bundled scripts. A package without any needs no entry. */
const further: Readonly<Record<string, WorkspaceProjectConfig>> = {
  // The bundled scripts hold code of packages/runner, which requires js-tokens. Vitest is a peer: it is loaded from the
  // project whose tests run.
  vitest: { ignoreDependencies: ['js-tokens', 'vitest'] },
  // The bundled scripts hold code of packages/runner, which requires these.
  jest: { ignoreDependencies: ['js-tokens', 'yargs-parser'] },
  // The bundled scripts hold code of packages/runner, which requires it.
  'node-test': { ignoreDependencies: ['shell-quote'] },
  nx: {
    entry: [
      'src/executor/executor.ts',
      'src/executor/batch/batch-executor.ts',
      'src/generators/init/init.ts',
      'src/generators/sync/sync.ts',
    ],
    // Optional peers: only an Nx workspace has them, and only types of the first are imported.
    ignoreDependencies: ['@nx/devkit', 'nx'],
  },
  report: { entry: ['view/main.tsx'], project: ['src/**/*.ts', 'view/**/*.tsx'] },
  // Tests start mkfifo.
  engine: { ignoreBinaries: ['mkfifo'] },
  store: { ignoreBinaries: ['mkfifo'] },
};

const packages = [...new Set([...Object.keys(bundledScripts), ...Object.keys(further)])];

const config: KnipConfiguration = {
  ignoreExportsUsedInFile: true,
  // Files of sample workspaces, and the configuration of the site's generator, which is installed on first use.
  ignore: ['e2e/fixtures/**', 'tools/demo/workspace/**', 'tools/site/.vitepress/**'],
  workspaces: {
    '.': {
      entry: ['tools/**/*.{cjs,mjs,mts,ts}', 'e2e/**/*.e2e.test.ts'],
      project: ['tools/**/*.{cjs,mjs,mts,ts}', 'e2e/**/*.ts'],
      // check-packages.mts starts the first as a program; render-page.mts inlines the files of the second.
      ignoreDependencies: ['@arethetypeswrong/cli', 'uplot'],
      // Programs of the operating system, which end-to-end tests start.
      ignoreBinaries: ['strace', 'mount', 'umount', 'mkfifo', 'script'],
    },
    ...Object.fromEntries(packages.map((folder) => [`packages/${folder}`, workspaceOf(folder)])),
    'packages/*': { project },
  },
};

function workspaceOf(folder: string): WorkspaceProjectConfig {
  // knip runs in the root.
  const known = findEntryPoints(resolve('packages', folder));
  const scripts = (bundledScripts[folder] ?? []).filter(
    (path) => !known.includes(`dist/${path.replace(/ts$/, 'js')}`),
  );
  return {
    ...(scripts.length > 0 ? { entry: scripts.map((path) => `src/${path}`) } : {}),
    project,
    ...further[folder],
  };
}

export default config;
