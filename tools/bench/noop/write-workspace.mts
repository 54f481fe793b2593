import { createRequire } from 'node:module';
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

interface WorkspaceSize {
  readonly projects: number;
  readonly layers: number;
  /** Test files per project: twelve by default and at most. */
  readonly testFiles?: number;
}

/** Writes a file of the workspace: a text, or a value as JSON. */
type WriteFile = (path: string, content: string | object) => void;

const SOURCES_OF_PROJECT = 84;
const TESTS_OF_PROJECT = 12;

/**
 * Writes an Nx workspace with a hundred files per project, in layers. Each project depends on up to three
 * projects of the layer below. With as many layers as projects, the last project loads all others. Besides
 * its tests, each project has a target with an executor that does nothing.
 *
 * @param root absolute; existing content is replaced
 */
export function writeWorkspace(root: string, size: WorkspaceSize): void {
  const { projects, layers, testFiles = TESTS_OF_PROJECT } = size;
  rmSync(root, { recursive: true, force: true });
  const write: WriteFile = (path, content) => {
    const file = join(root, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  };
  write('nx.json', { analytics: false, neverConnectToCloud: true, plugins: ['nx-testmon'] });
  write('package.json', {
    name: 'bench',
    private: true,
    workspaces: ['packages/*'],
    devDependencies: { vitest: '*' },
  });
  const manifest = createRequire(import.meta.url).resolve('vitest/package.json');
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { readonly version: string };
  write('package-lock.json', {
    name: 'bench',
    lockfileVersion: 3,
    packages: {
      '': { name: 'bench', devDependencies: { vitest: version } },
      'node_modules/vitest': { version, integrity: 'sha512-none', dev: true },
    },
  });
  write('.gitignore', 'node_modules\n.testmon\n.nx\n');
  write('empty/package.json', { name: 'empty-executor', executors: './executors.json' });
  write('empty/executors.json', {
    executors: {
      run: { implementation: './run.js', batchImplementation: './run-batch.js', schema: './schema.json' },
    },
  });
  write('empty/run.js', 'module.exports.default = async () => ({ success: true });\n');
  write(
    'empty/run-batch.js',
    `const result = { success: true, terminalOutput: '' };
module.exports.default = async ({ tasks }) => Object.fromEntries(Object.keys(tasks).map((task) => [task, result]));
`,
  );
  write('empty/schema.json', { type: 'object', properties: {} });
  mkdirSync(join(root, 'node_modules/@bench'), { recursive: true });
  symlinkSync(join(root, 'empty'), join(root, 'node_modules/empty-executor'));
  for (let project = 0; project < projects; project++)
    writeProject(write, project, { below: projectsBelow(project, { projects, layers }), testFiles });
  for (let project = 0; project < projects; project++)
    symlinkSync(join(root, `packages/p${project}`), join(root, `node_modules/@bench/p${project}`));
}

function projectsBelow(project: number, { projects, layers }: WorkspaceSize): readonly number[] {
  const size = Math.ceil(projects / layers);
  const start = Math.floor(project / size) * size - size;
  if (start < 0) return [];
  return [...new Set([0, 1, 2].map((step) => start + ((project + step) % size)))];
}

interface ProjectPlan {
  /** Projects that this project depends on. */
  readonly below: readonly number[];
  readonly testFiles: number;
}

function writeProject(write: WriteFile, project: number, { below, testFiles }: ProjectPlan): void {
  const folder = `packages/p${project}`;
  write(`${folder}/package.json`, {
    name: `@bench/p${project}`,
    version: '1.0.0',
    exports: './src/index.ts',
    dependencies: Object.fromEntries(below.map((one) => [`@bench/p${one}`, '*'])),
    nx: { targets: { empty: { executor: 'empty-executor:run' } } },
  });
  write(`${folder}/tsconfig.json`, { compilerOptions: { module: 'esnext', moduleResolution: 'bundler' } });
  write(`${folder}/vitest.config.mts`, 'export default { test: { globals: true } };\n');
  for (let at = 0; at < SOURCES_OF_PROJECT; at++) {
    const next = at + 1 < SOURCES_OF_PROJECT ? [`import { f${at + 1} } from './f${at + 1}';`] : [];
    const others =
      at % 20 === 0 ? below.map((one) => `import { f${at} as from${one} } from '@bench/p${one}';`) : [];
    const calls = [
      ...(next.length > 0 ? [`f${at + 1}(n - 1)`] : []),
      ...(others.length > 0 ? below.map((one) => `from${one}(n - 1)`) : []),
    ];
    write(
      `${folder}/src/f${at}.ts`,
      `${[...next, ...others].join('\n')}
export function f${at}(n: number): number {
  if (n <= 0) return ${at};
  return [${calls.join(', ')}].reduce((sum, one) => sum + one, n);
}
`,
    );
  }
  write(
    `${folder}/src/index.ts`,
    Array.from({ length: SOURCES_OF_PROJECT }, (_, at) => `export * from './f${at}';`).join('\n'),
  );
  for (let at = 0; at < testFiles; at++)
    write(
      `${folder}/src/f${at * 7}.test.ts`,
      `import { f${at * 7} } from './f${at * 7}';\ntest('counts', () => { expect(f${at * 7}(3)).toBeGreaterThan(0); });\n`,
    );
}
