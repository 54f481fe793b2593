import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import {
  installations,
  runApp,
  temporaryWorkspace,
  type TemporaryWorkspace,
} from './temporary-workspace.testing';

const instrumenter = join(__dirname, '../../graph/dist/probes/open-instrumenter.js');
const files = {
  // On by default from Vitest 5 on; Vitest 3 has none.
  'vitest.config.mjs': `export default { test: { experimental: { fsModuleCache: true } } };`,
  'src/sum.ts': `export const sum = (a: number, b: number): number => a + b;\nexport function unused() {}\n`,
  'src/sum.test.ts': `import { expect, test } from 'vitest';
import { sum } from './sum';
test('sum', () => { expect(sum(1, 2)).toBe(3); });`,
};
const path = 'packages/app/src/sum.ts';

describe.each(installations)('caches of collecting runs with Vitest $version', ({ folder, version }) => {
  let workspace: TemporaryWorkspace | undefined;
  afterEach(() => workspace?.dispose());

  function make(more: Readonly<Record<string, string>> = {}) {
    const made = (workspace = temporaryWorkspace(folder, { ...files, ...more }));
    const cache = join(made.root, '.testmon/cache');
    const run = async (probes?: { instrumenter: string; cache: string }) => {
      const done = await runApp(made, { keepCache: true, probes });
      expect(done.outcome, done.output).toBe('passed');
      return Object.assign({}, ...done.results.map(({ collected }) => collected)) as object;
    };
    const cached = (where: string) => made.list().filter((one) => one.startsWith(where));
    const withProbes = (where: string) =>
      cached(where).filter((one) => readFileSync(join(made.root, one), 'utf8').includes('__nxTestmonProbe'));
    return { ...made, run, collect: () => run({ instrumenter, cache }), cached, withProbes };
  }

  it('collects the same from its caches, and keeps instrumented modules out of plain runs', async () => {
    const { run, collect, cached, withProbes, write } = make();
    await run();
    const plain = cached('node_modules/.');
    // The first run shows that plugins read nothing, so that modules may be kept.
    const seen = await collect();
    expect(await collect()).toEqual(seen);
    expect(seen).toEqual({ [path]: ['sum()'] });
    expect(cached('.testmon/cache/probes/')).not.toEqual([]);
    expect(withProbes('.testmon/cache/vitest/').length > 0).toBe(!version.startsWith('3.'));
    expect(await collect()).toEqual(seen);
    expect(withProbes('.testmon/cache/')).not.toEqual([]);
    expect(withProbes('node_modules/.')).toEqual([]);
    expect(cached('node_modules/.').filter((one) => !one.includes('.vite/'))).toEqual(
      plain.filter((one) => !one.includes('.vite/')),
    );
    expect(await run()).toEqual({});

    write({
      'src/sum.ts': `export const sum = (a: number, b: number) => add(a, b);\nfunction add(a: number, b: number) { return a + b; }\n`,
    });
    expect(await collect()).toEqual({ [path]: ['sum()', 'add()'] });
  });

  it('ignores and rewrites damaged entries of its cache', async () => {
    const { root, collect, cached, write } = make({
      'vitest.config.mjs': 'export default { test: { fsModuleCache: false } };',
    });
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
export default { plugins: [{ name: 'other', enforce: 'pre', load }], test: { experimental: { fsModuleCache: true } } };`,
    });
    expect(await collect()).toEqual({});
    expect(await collect()).toEqual({});
  });
});
