import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import {
  cleanEnvironment,
  installations,
  runApp,
  temporaryWorkspace,
  type TemporaryWorkspace,
} from './temporary-workspace.testing';
import { vitestRunner } from './vitest-runner';

const instrumenter = join(__dirname, '../../graph/dist/probes/open-instrumenter.js');
const files = {
  // Vitest's own cache of transformed modules, which is on by default since Vitest 5.
  'vitest.config.mjs': `export default { test: { fsModuleCache: true } };`,
  'src/sum.ts': `export const sum = (a: number, b: number): number => a + b;\nexport function unused() {}\n`,
  'src/sum.test.ts': `import { expect, test } from 'vitest';
import { sum } from './sum';
test('sum', () => { expect(sum(1, 2)).toBe(3); });`,
};
const path = 'packages/app/src/sum.ts';

describe.each(installations)('caches of collecting runs with Vitest $version', ({ folder }) => {
  let workspace: TemporaryWorkspace | undefined;
  afterEach(() => workspace?.dispose());

  function make(more: Readonly<Record<string, string>> = {}) {
    const made = (workspace = temporaryWorkspace(folder, { ...files, ...more }));
    const cache = join(made.root, '.testmon/cache');
    const collects = (collecting: boolean, env = cleanEnvironment) =>
      runApp(made, {
        keepCache: true,
        env,
        probes: collecting ? { instrumenter, syntax: vitestRunner.syntax, cache } : undefined,
      });
    const passing = async (collecting: boolean) => {
      const done = await collects(collecting);
      expect(done.outcome, done.output).toBe('passed');
      return Object.assign({}, ...done.results.map(({ collected }) => collected)) as object;
    };
    const cached = (where: string) => made.list().filter((one) => one.startsWith(where));
    return { ...made, collects, run: () => passing(false), collect: () => passing(true), cached };
  }

  it('collects the same from its cache, and neither reads nor writes the cache of Vitest', async () => {
    const { run, collect, cached, write } = make();
    const seen = await collect();
    expect(seen).toEqual({ [path]: ['sum()'] });
    expect(cached('.testmon/cache/probes/')).not.toEqual([]);
    expect(await collect()).toEqual(seen);
    expect(await run()).toEqual({});
    expect(cached('.testmon/cache/').filter((one) => !/\/(?:probes|compiled)\//.test(one))).toEqual([]);
    expect(cached('node_modules/.').filter((one) => !one.includes('.vite/'))).toEqual([]);

    write({
      'src/sum.ts': `export const sum = (a: number, b: number) => add(a, b);\nfunction add(a: number, b: number) { return a + b; }\n`,
    });
    expect(await collect()).toEqual({ [path]: ['sum()', 'add()'] });
  });

  it.each(['the root', 'a project of Vitest'])(
    'a file that takes precedence in a resolution is loaded: configuration of %s',
    async (where) => {
      const config = `resolve: { extensions: ['.web.ts', '.ts'] }, test: { fsModuleCache: true, include: ['src/*.test.ts'] }`;
      const { app, collects, write } = make({
        'vitest.config.mjs':
          where === 'the root'
            ? `export default { ${config} };`
            : `export default { test: { projects: [{ ${config} }] } };`,
      });
      for (const collecting of [true, false]) {
        rmSync(join(app, 'src/sum.web.ts'), { force: true });
        expect((await collects(collecting)).outcome).toBe('passed');
        write({ 'src/sum.web.ts': 'export const sum = () => 4;' });
        expect((await collects(collecting)).outcome).toBe('failed');
      }
    },
  );

  it('a changed compiler option is noticed', async () => {
    const { collects, write } = make({
      'tsconfig.json': '{ "compilerOptions": { "useDefineForClassFields": true } }',
      'src/sum.ts': 'class Base { set total(_: number) {} }\nexport class Sum extends Base { total = 1; }',
      'src/sum.test.ts': `import { expect, test } from 'vitest';
import { Sum } from './sum';
test('sum', () => { expect(Object.keys(new Sum())).toEqual(['total']); });`,
    });
    expect((await collects(true)).outcome).toBe('passed');
    write({ 'tsconfig.json': '{ "compilerOptions": { "useDefineForClassFields": false } }' });
    expect((await collects(true)).outcome).toBe('failed');
  });

  describe('compiled code of Node modules', () => {
    const asksForCache = `import { getCompileCacheDir } from 'node:module';
import { expect, test } from 'vitest';
test('cache', () => { expect(String(getCompileCacheDir())).toMatch(process.env.EXPECTED); });`;
    const coverage = {
      'vitest.config.mjs': `export default { test: { coverage: { provider: 'custom', customProviderModule: './c.mjs', enabled: true } } };`,
      'c.mjs': `export default { getProvider: () => ({ name: 'c', initialize() {}, resolveOptions: () => ({ reporter: [], reportsDirectory: 'coverage' }), clean() {}, onAfterSuiteRun() {}, generateCoverage() {}, reportCoverage() {} }) };`,
    };

    function makeAsking(more: Readonly<Record<string, string>> = {}) {
      const made = make({ 'src/sum.test.ts': asksForCache, ...more });
      const expectCache = async (expected: string, collecting: boolean) => {
        const { outcome, output } = await made.collects(collecting, {
          ...cleanEnvironment,
          EXPECTED: expected,
        });
        expect(outcome, output).toBe('passed');
        return made.cached('.testmon/cache/compiled/').length;
      };
      return { ...made, expectCache };
    }

    it('is kept for later workers', async () => {
      const { expectCache, write } = makeAsking();
      expect(await expectCache('cache/compiled', true)).toBeGreaterThan(0);
      const kept = await expectCache('cache/compiled', true);
      write({
        'src/only.cjs': 'exports.answer = () => 42;',
        'src/sum.test.ts': `import { createRequire } from 'node:module';\n${asksForCache}
test('only', () => { expect(createRequire(import.meta.url)('./only.cjs').answer()).toBe(42); });`,
      });
      expect(await expectCache('cache/compiled', true)).toBeGreaterThan(kept);
    });

    it('is not kept if nothing is collected or coverage is measured', async () => {
      expect(await makeAsking().expectCache('undefined', false)).toBe(0);
      workspace?.dispose();
      await makeAsking(coverage).expectCache('undefined', true);
    });
  });

  it('ignores and rewrites damaged entries of its cache', async () => {
    const { root, collect, cached, write } = make();
    await collect();
    const [kept = ''] = cached('.testmon/cache/probes/');
    const text = readFileSync(join(root, kept), 'utf8');
    for (const damaged of ['', 'null', text.slice(0, -10), text.replace('sum()', 'sub()')]) {
      write({ [`../../${kept}`]: damaged });
      expect(await collect()).toEqual({ [path]: ['sum()'] });
      expect(readFileSync(join(root, kept), 'utf8')).toBe(text);
    }
  });

  it('collects nothing of a module that is also loaded without probes, even from its caches', async () => {
    const { collect } = make({
      'src/sum.test.ts': `import { expect, test } from 'vitest';
import { sum } from './sum';
test('sum', async () => { expect((await import('./sum?again')).sum(1, sum(1, 1))).toBe(3); });`,
      'src/other.ts': 'export const other = () => 1;',
      'src/other.test.ts': `import { expect, test } from 'vitest';
import { other } from './other';
test('other', () => { expect(other()).toBe(2); });`,
      'vitest.config.mjs': `const load = (id) => (id.endsWith('/other.ts') ? 'export const other = () => 2;' : undefined);
export default { plugins: [{ name: 'other', enforce: 'pre', load }], test: { fsModuleCache: true } };`,
    });
    expect(await collect()).toEqual({});
    expect(await collect()).toEqual({});
  });
});
