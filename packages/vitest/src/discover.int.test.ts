import { renderProblem } from '@nx-testmon/core';
import type { DiscoveryRequest, RunnerDiscovery } from '@nx-testmon/runner';
import { findRunnerInstallation } from '@nx-testmon/testing/runner-installations';
import { afterEach, describe, expect, it } from 'vitest';
import {
  cleanEnvironment,
  installations,
  temporaryWorkspace,
  type TemporaryWorkspace,
} from './temporary-workspace.testing';
import { vitestRunner } from './vitest-runner';

function discover(
  workspace: TemporaryWorkspace,
  { config, runnerArguments = [] }: Partial<Pick<DiscoveryRequest, 'config' | 'runnerArguments'>> = {},
): Promise<RunnerDiscovery> {
  return vitestRunner.discover({
    workspaceRoot: workspace.root,
    projectRoot: workspace.app,
    projectName: 'app',
    installationRoots: [],
    config,
    runnerArguments,
    env: cleanEnvironment,
  });
}

async function discovered(...request: Parameters<typeof discover>) {
  const answer = await discover(...request);
  if (!answer.ok) throw new Error(renderProblem(answer.problem));
  return answer.discovery;
}

describe.each(installations)('discovery with Vitest $version', ({ folder, version }) => {
  let workspace: TemporaryWorkspace | undefined;
  const make = (files: Readonly<Record<string, string>>): TemporaryWorkspace =>
    (workspace = temporaryWorkspace(folder, files));
  afterEach(() => workspace?.dispose());

  it.each([
    [`plugins: [{ name: 'own', transform() {} }], test: { isolate: false }`, true],
    [`plugins: [{ name: 'own', transform() {} }]`, undefined],
    [`plugins: [{ name: 'own', resolveId() {} }], test: { isolate: false }`, undefined],
    [`plugins: [{ name: 'vite:framework', transform() {} }], test: { isolate: false }`, undefined],
    [`test: { isolate: false }`, undefined],
  ])(
    'whole texts count if test files share modules and a plugin may change them: %s',
    async (config, counts) => {
      const { suites } = await discovered(make({ 'vitest.config.mjs': `export default { ${config} };` }));
      expect(suites[0]?.checksTypes).toBe(counts);
    },
  );

  it('returns a plain configuration with the defaults of the test runner', async () => {
    const { suites, ...rest } = await discovered(make({ 'vitest.config.mjs': 'export default {};' }));
    expect(rest).toEqual({
      runner: 'vitest',
      version,
      configFiles: ['packages/app/vitest.config.mjs'],
      reads: expect.objectContaining({ files: [], variables: [] }) as unknown,
    });
    expect(suites).toEqual([
      expect.objectContaining({
        id: 'app:packages/app/vitest.config.mjs',
        runnerProject: '',
        root: 'packages/app',
        dir: 'packages/app',
        include: ['**/*.{test,spec}.?(c|m)[jt]s?(x)'],
        exclude: expect.arrayContaining(['**/node_modules/**']) as unknown,
        includeSource: [],
        typecheck: { include: [], exclude: [] },
        setup: [],
        setupFiles: [],
        aliases: [],
        conditions: expect.arrayContaining(['node', 'development']) as unknown,
        extensions: expect.arrayContaining(['.ts', '.mjs']) as unknown,
        snapshots: 'default',
        isolate: true,
      }),
    ]);
  });

  it('names every module that the configuration refers to, resolved', async () => {
    const app = make({
      'vitest.config.mjs': `import { shared } from './shared.mjs';
        export default {
          resolve: { alias: { '@': new URL('./src', import.meta.url).pathname, '@root': '/src/root' } },
          test: {
            ...shared, dir: 'src', include: ['**/*.check.ts'], includeSource: ['**/*.ts'], setupFiles: ['./setup.mjs'],
            globalSetup: './global.mjs', environment: './environment.mjs', snapshotSerializers: ['./serializer.mjs'],
            alias: [{ find: /^~(.*)/, replacement: 'lib/$1' }], isolate: false, resolveSnapshotPath: (path) => path + '.snap',
            typecheck: { enabled: true, include: ['**/*.types.ts'] },
          },
        };`,
      'shared.mjs': `export const shared = { exclude: ['never/**'] };`,
      '.env.test': 'VITE_X=1',
      ...Object.fromEntries(
        ['setup', 'global', 'environment', 'serializer'].map((name) => [`${name}.mjs`, '']),
      ),
    });
    const { suites, configFiles } = await discovered(app);
    expect(configFiles).toEqual(
      ['.env.test', 'shared.mjs', 'vitest.config.mjs'].map((name) => `packages/app/${name}`),
    );
    expect(suites[0]).toMatchObject({
      root: 'packages/app',
      dir: 'packages/app/src',
      include: ['**/*.check.ts'],
      exclude: expect.arrayContaining(['never/**']) as unknown,
      includeSource: ['**/*.ts'],
      typecheck: { include: ['**/*.types.ts'] },
      setup: ['global', 'environment', 'serializer'].map((name) => `packages/app/${name}.mjs`),
      setupFiles: ['packages/app/setup.mjs'],
      aliases: [
        { find: '^~(.*)', pattern: true, replacement: 'lib/$1' },
        { find: '@', pattern: false, replacement: 'packages/app/src' },
        { find: '@root', pattern: false, replacement: '/src/root' },
      ],
      snapshots: 'custom',
      isolate: false,
    });
  });

  it('reports the reads of the code of the configuration', async () => {
    const app = make({
      'vitest.config.mjs': `import { existsSync, readdirSync, readFileSync } from 'node:fs';
        import { include } from './include.mjs';
        existsSync('none.txt');
        export default { test: { include, exclude: process.env.SLOW_TESTS ? readdirSync('slow') : readFileSync('exclude.txt', 'utf8').split(' ') } };`,
      'include.mjs': `export const include = process.env.TEST_NAMES ?? ['*.check.ts'];`,
      'exclude.txt': 'a b',
      'slow/one.txt': '',
    });
    const { reads } = await discovered(app);
    expect(reads?.variables).toEqual(['SLOW_TESTS', 'TEST_NAMES']);
    expect(reads?.files).toContain('packages/app/exclude.txt');
    expect(reads?.lookups).toContain('packages/app/none.txt');
    expect(reads?.folders).not.toContain('packages/app/slow');
  });

  it('names the package of an environment', async () => {
    const config = (environment: string) => `export default { test: { environment: '${environment}' } };`;
    const app = make({ 'vitest.config.mjs': config('jsdom') });
    expect((await discovered(app)).suites[0]?.setup).toEqual(['jsdom']);
    app.write({ 'vitest.config.mjs': config('mine') });
    expect((await discovered(app)).suites[0]?.setup).toEqual(['vitest-environment-mine']);
  });

  it('gives one suite for each Vitest project, and their config files', async () => {
    const app = make({
      'vitest.config.mjs': `export default { test: { projects: ['./one/vitest.config.mjs', { test: { name: 'two', isolate: false } }] } };`,
      'one/vitest.config.mjs': `import './more.mjs'; export default { test: { name: 'one', include: ['*.one.ts'] } };`,
      'one/more.mjs': '',
    });
    const { suites, configFiles } = await discovered(app);
    const id = 'app:packages/app/vitest.config.mjs';
    expect(suites.map((suite) => [suite.id, suite.runnerProject, suite.root, suite.isolate])).toEqual([
      [`${id}:one`, 'one', 'packages/app/one', true],
      [`${id}:two`, 'two', 'packages/app', false],
    ]);
    expect(configFiles).toEqual(
      expect.arrayContaining(['packages/app/one/vitest.config.mjs', 'packages/app/one/more.mjs']),
    );
    const one = await discovered(app, { runnerArguments: ['--project=one'] });
    expect(one.suites.map((suite) => suite.id)).toEqual([`${id}:one`]);
  });

  it('accepts a configuration relative to the project or to the workspace, and arguments', async () => {
    const app = make({ 'other.config.mjs': `export default {};` });
    for (const config of ['other.config.mjs', 'packages/app/other.config.mjs']) {
      const { suites } = await discovered(app, {
        config,
        runnerArguments: ['--dir=src', '--exclude=**/slow/**'],
      });
      expect(suites[0]).toMatchObject({ id: 'app:packages/app/other.config.mjs', dir: 'packages/app/src' });
      expect(suites[0]?.exclude).toContain('**/slow/**');
    }
  });

  it('leaves no file behind, and executes only the configuration', async () => {
    const app = make({
      'vitest.config.ts': `export default { test: { setupFiles: './s.ts', globalSetup: './s.ts', reporters: ['./s.ts'] } };`,
      's.ts': `import { writeFileSync } from 'node:fs'; writeFileSync('ran', '');`,
      'a.test.ts': `import './s';`,
    });
    const before = app.list();
    await discovered(app);
    expect(app.list()).toEqual(before);
  });

  it('returns problems as data', async () => {
    const app = make({ 'vitest.config.mjs': 'export default {' });
    expect(await discover(app)).toMatchObject({ ok: false, problem: { kind: 'runner-refused' } });
    app.write({ 'vitest.config.mjs': `throw new Error('no such luck');` });
    expect(await discover(app)).toMatchObject({
      problem: { kind: 'runner-refused', message: expect.stringContaining('no such luck') as unknown },
    });
    app.write({ 'vitest.config.mjs': `console.log('bye'); process.exit(3);` });
    expect(await discover(app)).toMatchObject({
      problem: { kind: 'runner-died', exitCode: 3, output: expect.stringContaining('bye') as unknown },
    });
    expect(await discover(app, { config: 'nowhere.mjs' })).toMatchObject({
      problem: { kind: 'no-runner-config', config: 'nowhere.mjs' },
    });
  });
});

describe('discovery with Vitest 3', () => {
  it('reads the workspace file', async () => {
    const app = temporaryWorkspace(await findRunnerInstallation('vitest 3'), {
      'vitest.workspace.mjs': `import './w.mjs'; export default [{ test: { name: 'one' } }];`,
      'w.mjs': '',
    });
    try {
      const { version, suites, configFiles } = await discovered(app);
      expect(version).toMatch(/^3\./);
      expect(suites.map((suite) => suite.id)).toEqual(['app::one']);
      expect(configFiles).toEqual(['packages/app/vitest.workspace.mjs', 'packages/app/w.mjs']);
    } finally {
      app.dispose();
    }
  });
});
