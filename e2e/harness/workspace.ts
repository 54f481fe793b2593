import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { inject } from 'vitest';
import { linkTree } from '../../tools/shared/link-tree.mts';
import { findInstallation } from './installation';
import type { NxVersion } from './nx-versions';
import { runNx } from './run-nx';

/** Contents by path relative to the workspace root. */
export type Files = Readonly<Record<string, string>>;

export interface WorkspacePlan {
  /**
   * Names of folders in `libs`. The project in it is named `@e2e/<folder name>`. It has a Vitest
   * configuration if it is neither in `jest` nor in `node`.
   */
  readonly projects: readonly string[];
  readonly files: Files;
  /** The projects whose tests Jest runs. */
  readonly jest?: readonly string[];
  /** The projects whose tests `node --test` runs. */
  readonly node?: readonly string[];
  /**
   * How projects import each other: by `paths` of the tsconfig, or as npm workspaces that are linked in
   * `node_modules`.
   */
  readonly links: 'paths' | 'npm-workspaces';
}

/** A real Nx workspace in its own folder, outside this repository. */
export interface TestWorkspace {
  readonly root: string;
  readonly nxVersion: NxVersion;
  write(path: string, content: string): void;
  read(path: string): string;
  /** Replaces a text. @throws Error if the file does not contain the text */
  edit(path: string, from: string, to: string): void;
  /**
   * Like `edit`, but keeps the dates of the file. The size stays the same if both texts have the same length.
   */
  editKeepingDate(path: string, from: string, to: string): void;
  setMode(path: string, mode: number): void;
  remove(path: string): void;
  /** @returns a function that restores the current files of all projects and of the root */
  remember(): () => void;
  /** Stops the daemon and removes the folder. */
  close(): Promise<void>;
}

/** The Vitest configuration of every project. */
export function vitestConfig(plan: Pick<WorkspacePlan, 'links'>): string {
  const tsconfigPaths = plan.links === 'paths' ? `  resolve: { tsconfigPaths: true },\n` : '';
  return `import { defineConfig } from 'vitest/config';

export default defineConfig({
  root: import.meta.dirname,
${tsconfigPaths}  test: { include: ['src/**/*.test.ts'] },
});
`;
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

function projectFiles(plan: WorkspacePlan): Files {
  const files: Record<string, string> = {};
  for (const name of plan.projects) {
    const manifest = { name: `@e2e/${name}`, version: '0.0.0', private: true, type: 'module' };
    files[`libs/${name}/package.json`] = json({
      ...manifest,
      ...(plan.links === 'paths' ? {} : { exports: { '.': './src/index.ts' } }),
      ...(plan.node?.includes(name) ? { scripts: { test: 'node --test' } } : {}),
    });
    files[`libs/${name}/tsconfig.json`] = json({ extends: '../../tsconfig.base.json', include: ['src'] });
    if (plan.jest?.includes(name)) Object.assign(files, jestFiles(name));
    else if (!plan.node?.includes(name)) files[`libs/${name}/vitest.config.mts`] = vitestConfig(plan);
  }
  return files;
}

/** A Jest configuration that compiles TypeScript and resolves imports of other projects. */
function jestFiles(name: string): Files {
  const presets = `[['@babel/preset-env', { targets: { node: 'current' } }], '@babel/preset-typescript']`;
  return {
    [`libs/${name}/jest.config.cjs`]: `module.exports = {
  transform: { '\\\\.ts$': ['babel-jest', { presets: ${presets} }] },
  moduleNameMapper: { '^@e2e/(.*)$': '<rootDir>/../$1/src/index.ts' },
};
`,
  };
}

/** The packages that a workspace with this version of Jest needs. */
export const jestPackagesOf = (version: string): readonly string[] => [
  `jest@${version}`,
  `babel-jest@${version}`,
  '@babel/core@7.29.13',
  '@babel/preset-env@7.29.14',
  '@babel/preset-typescript@7.29.7',
];

export const jestPackages = jestPackagesOf('30.5.2');

function rootFiles(plan: WorkspacePlan, installation: string): Files {
  const manifest = JSON.parse(readFileSync(join(installation, 'package.json'), 'utf8')) as object;
  const paths = Object.fromEntries(
    plan.projects.map((name) => [`@e2e/${name}`, [`./libs/${name}/src/index.ts`]]),
  );
  return {
    'package.json': json({ ...manifest, workspaces: ['libs/*'] }),
    'package-lock.json': readFileSync(join(installation, 'package-lock.json'), 'utf8'),
    'nx.json': json({ analytics: false, neverConnectToCloud: true, plugins: ['nx-testmon'] }),
    '.gitignore': 'node_modules\ndist\n.nx\n.testmon\n',
    'tsconfig.base.json': json({
      compilerOptions: {
        target: 'es2022',
        module: 'esnext',
        moduleResolution: 'bundler',
        strict: true,
        resolveJsonModule: true,
        skipLibCheck: true,
        ...(plan.links === 'paths' ? { paths } : {}),
      },
    }),
  };
}

/**
 * Creates the workspace of a plan and installs the packed plugin in it.
 *
 * @param more further packages with their versions
 */
export async function createWorkspace(
  nxVersion: NxVersion,
  plan: WorkspacePlan,
  more: readonly string[] = [],
): Promise<TestWorkspace> {
  const installation = await findInstallation(nxVersion, inject('tarballs'), [
    ...more,
    ...(plan.jest === undefined ? [] : jestPackages),
  ]);
  const workspace = openNewFolder(nxVersion, installation);
  const files = { ...rootFiles(plan, installation), ...projectFiles(plan), ...plan.files };
  for (const [path, content] of Object.entries(files)) workspace.write(path, content);
  if (plan.links === 'npm-workspaces') linkProjects(workspace.root, '@e2e', plan.projects);
  return workspace;
}

/**
 * Copies a workspace of `e2e/fixtures` and installs the packed plugin in it. Its projects are in `libs/` and
 * are named `@<fixture>/<folder>`.
 *
 * @param more further packages with their versions
 * @param replaced another fixture, whose files replace those with the same paths
 */
export async function copyFixture(
  nxVersion: NxVersion,
  fixture: string,
  more: readonly string[],
  replaced?: string,
): Promise<TestWorkspace> {
  const installation = await findInstallation(nxVersion, inject('tarballs'), more);
  const workspace = openNewFolder(nxVersion, installation);
  for (const name of [fixture, ...(replaced === undefined ? [] : [replaced])]) {
    cpSync(join(__dirname, '../fixtures', name), workspace.root, { recursive: true });
  }
  const { 'package.json': manifest, 'package-lock.json': lockfile } = rootFiles(noPlan, installation);
  workspace.write('package.json', manifest ?? '');
  workspace.write('package-lock.json', lockfile ?? '');
  linkProjects(workspace.root, `@${fixture}`, readdirSync(join(workspace.root, 'libs')));
  return workspace;
}

const noPlan: WorkspacePlan = { projects: [], files: {}, links: 'npm-workspaces' };

/** Links the projects of a workspace as `npm install` does. */
function linkProjects(root: string, scope: string, names: readonly string[]): void {
  mkdirSync(join(root, 'node_modules', scope), { recursive: true });
  for (const name of names) symlinkSync(`../../libs/${name}`, join(root, 'node_modules', scope, name));
}

/** Creates a folder that contains only installed packages. */
function openNewFolder(nxVersion: NxVersion, installation: string): TestWorkspace {
  const root = mkdtempSync(join(tmpdir(), 'nx-testmon-workspace-'));
  linkInstallation(installation, root);
  return openWorkspace(nxVersion, root);
}

/**
 * Creates hard links, which takes milliseconds. Installed files are never edited in place. @param from a
 * folder with packages
 */
export function linkInstallation(from: string, to: string): void {
  linkTree(join(from, 'node_modules'), join(to, 'node_modules'));
}

/** The files of the root and of the projects, without installed packages and the store. */
function listOwnFiles(root: string): string[] {
  const below = readdirSync(join(root, 'libs'), { recursive: true, withFileTypes: true });
  const inRoot = readdirSync(root, { withFileTypes: true });
  return [...inRoot, ...below]
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => relative(root, join(parentPath, name)));
}

/** @param root absolute path of a folder, which `close` removes */
export function openWorkspace(nxVersion: NxVersion, root: string): TestWorkspace {
  const at = (path: string) => join(root, path);
  const write = (path: string, content: string) => {
    mkdirSync(dirname(at(path)), { recursive: true });
    writeFileSync(at(path), content);
  };
  const workspace: TestWorkspace = {
    root,
    nxVersion,
    write,
    read: (path) => readFileSync(at(path), 'utf8'),
    edit(path, from, to) {
      const text = readFileSync(at(path), 'utf8');
      if (!text.includes(from)) throw new Error(`${path} does not contain ${JSON.stringify(from)}`);
      writeFileSync(
        at(path),
        text.replace(from, () => to),
      );
    },
    editKeepingDate(path, from, to) {
      const { atime, mtime } = statSync(at(path));
      workspace.edit(path, from, to);
      utimesSync(at(path), atime, mtime);
    },
    setMode: (path, mode) => chmodSync(at(path), mode),
    remove: (path) => rmSync(at(path), { recursive: true }),
    remember() {
      const files = new Map(
        listOwnFiles(root).map((path) => [
          path,
          { text: readFileSync(at(path)), mode: statSync(at(path)).mode },
        ]),
      );
      return () => {
        for (const path of listOwnFiles(root)) if (!files.has(path)) rmSync(at(path));
        for (const [path, { text, mode }] of files) {
          if (existsSync(at(path)) && readFileSync(at(path)).equals(text) && statSync(at(path)).mode === mode)
            continue;
          mkdirSync(dirname(at(path)), { recursive: true });
          writeFileSync(at(path), text);
          chmodSync(at(path), mode);
        }
      };
    },
    async close() {
      if (existsSync(at('.nx'))) await runNx(workspace, ['daemon', '--stop'], { daemon: true });
      if (existsSync(at('.testmon'))) chmodSync(at('.testmon'), 0o755);
      rmSync(root, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    },
  };
  return workspace;
}
