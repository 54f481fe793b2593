import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { inject } from 'vitest';
import { chainWorkspace, linkName } from './chain-workspace';
import { type ProcessResult, runProcess, shellEnvironment } from './child-process';
import { usualNxVersion } from './nx-versions';
import { transcript } from './run-nx';
import { installOnce } from './runner-installations';
import { openWorkspace, type TestWorkspace, vitestConfig } from './workspace';

interface Manager {
  /** The npm package of the package manager, with its version; absent for npm itself. */
  readonly from?: string;
  /** The script in `node_modules` that Node runs; absent for npm, which is run as a command. */
  readonly script?: string;
  readonly install: readonly string[];
  /** The arguments that run the `test` script of every package. */
  readonly test: readonly string[];
  /** The version range for a dependency on another package of the workspace. */
  readonly own: string;
  /** Files at the root of the workspace, in addition to `package.json`. */
  readonly files?: Readonly<Record<string, string>>;
}

const yarn4 = {
  from: '@yarnpkg/cli-dist@4.18.1',
  script: '@yarnpkg/cli-dist/bin/yarn.js',
  install: ['install', '--mode=skip-build'],
  test: ['workspaces', 'foreach', '--all', '--parallel', 'run', 'test'],
  own: 'workspace:*',
} as const;

export const packageManagers = {
  npm: {
    install: ['install', '--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund'],
    test: ['test', '--workspaces'],
    own: '*',
  },
  pnpm: {
    from: 'pnpm@12.21.0',
    script: 'pnpm/bin/pnpm.mjs',
    install: ['install', '--ignore-scripts', '--prefer-offline', '--no-frozen-lockfile'],
    test: ['-r', '--parallel', 'test'],
    own: 'workspace:*',
  },
  'yarn 1': {
    from: 'yarn@1.22.22',
    script: 'yarn/bin/yarn.js',
    install: ['install', '--ignore-scripts', '--prefer-offline', '--no-progress'],
    test: ['workspaces', 'run', 'test'],
    own: '*',
  },
  'yarn 4': { ...yarn4, files: { '.yarnrc.yml': 'nodeLinker: node-modules\n' } },
  'yarn 4, plug and play': { ...yarn4, files: { '.yarnrc.yml': 'nodeLinker: pnp\n' } },
} as const satisfies Record<string, Manager>;

export type ManagerName = keyof typeof packageManagers;

/** A workspace with a package manager only, without Nx and Turborepo. */
export interface PackageWorkspace extends TestWorkspace {
  /** Runs the package manager. */
  run(args: readonly string[], env?: Readonly<Record<string, string>>): Promise<ProcessResult>;
  /** The program and its arguments that start the package manager. */
  readonly command: readonly string[];
  /** Runs any command in a shell, as a user does. */
  shell(commandLine: readonly string[], env?: Readonly<Record<string, string>>): Promise<ProcessResult>;
}

/** For each packed package except the plugin, the specifier of its tarball, for overrides. */
function packedPackages(): Readonly<Record<string, string>> {
  const files = inject('tarballs').files.filter((file) => !basename(file).startsWith('nx-testmon-0'));
  const names = files.map((file) =>
    basename(file)
      .replace(/-\d+\.\d+\.\d+.*$/, '')
      .replace(/^nx-testmon-/, '@nx-testmon/'),
  );
  return Object.fromEntries(files.map((file, index) => [names[index] ?? '', `file:${file}`]));
}

/**
 * Creates a chain of packages with `testmon run` as their test script, and installs it with the package
 * manager.
 */
export async function createPackageWorkspace(name: ManagerName, length: number): Promise<PackageWorkspace> {
  const manager: Manager = packageManagers[name];
  const folder =
    manager.from === undefined
      ? ''
      : await installOnce(name.split(',')[0]!.replace(' ', '-'), [manager.from]);
  const workspace = openWorkspace(usualNxVersion, mkdtempSync(join(tmpdir(), 'nx-testmon-packages-')));
  writePackages(workspace, manager, length);
  const command =
    manager.script === undefined ? ['npm'] : [process.execPath, join(folder, 'node_modules', manager.script)];
  const registry = await npmRegistry();
  const made: PackageWorkspace = {
    ...workspace,
    command,
    run: (args, env) => made.shell([...command, ...args], env),
    shell(commandLine, env = {}) {
      // The search for the execution id ends at a shell without `-c`, as an interactive shell is. This script
      // is such a shell.
      const script = join(workspace.root, 'typed.sh');
      return runProcess('sh', [script, ...commandLine], {
        cwd: workspace.root,
        env: {
          ...shellEnvironment(),
          YARN_NPM_REGISTRY_SERVER: registry,
          YARN_ENABLE_TELEMETRY: '0',
          ...env,
        },
      });
    },
  };
  writeFileSync(join(workspace.root, 'typed.sh'), '"$@"\nexit $?\n');
  const installed = await made.run(manager.install);
  if (installed.code !== 0) throw new Error(transcript(installed));
  return made;
}

async function npmRegistry(): Promise<string> {
  const asked = await runProcess('npm', ['config', 'get', 'registry'], {
    cwd: tmpdir(),
    env: shellEnvironment(),
  });
  return asked.stdout.trim();
}

function writePackages(workspace: TestWorkspace, manager: Manager, length: number): void {
  const packed = packedPackages();
  // Vite is listed because not every package manager installs the peer dependencies of Vitest.
  const tools = { '@nx-testmon/cli': packed['@nx-testmon/cli'], vitest: '5.1.1', vite: '8.3.8' };
  const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;
  const overrides = Object.entries(packed).map(([one, file]) => `  '${one}': '${file}'\n`);
  const files: Record<string, string> = {
    ...chainWorkspace(length, 'npm-workspaces').files,
    ...manager.files,
    'package.json': json({
      name: 'e2e',
      private: true,
      workspaces: ['libs/*'],
      devDependencies: tools,
      resolutions: packed,
      overrides: Object.fromEntries(Object.entries(packed).filter(([one]) => !(one in tools))),
    }),
    'pnpm-workspace.yaml': `packages: ['libs/*']\noverrides:\n${overrides.join('')}`,
  };
  if (!manager.from?.startsWith('pnpm')) delete files['pnpm-workspace.yaml'];
  for (let index = 1; index <= length; index++) {
    const before = index > 1 ? { [`@e2e/${linkName(index - 1)}`]: manager.own } : {};
    const folder = `libs/${linkName(index)}`;
    files[`${folder}/package.json`] = json({
      name: `@e2e/${linkName(index)}`,
      version: '0.0.0',
      private: true,
      type: 'module',
      exports: { '.': './src/index.ts' },
      scripts: { test: 'testmon run' },
      dependencies: before,
      devDependencies: tools,
    });
    files[`${folder}/vitest.config.mts`] = vitestConfig({ links: 'npm-workspaces' });
  }
  for (const [path, content] of Object.entries(files)) workspace.write(path, content);
}
