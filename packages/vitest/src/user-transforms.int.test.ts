import { join } from 'node:path';
import { digest, type ReadTrace, type RunResult } from '@nx-testmon/core';
import { afterEach, describe, expect, it } from 'vitest';
import {
  installations,
  runApp,
  temporaryWorkspace,
  type TemporaryWorkspace,
} from './temporary-workspace.testing';
import { vitestRunner } from './vitest-runner';

const instrumenter = join(__dirname, '../../graph/dist/probes/open-instrumenter.js');

const marked = `export let where = 'none';\n// #if NODE\nwhere = 'node';\n// #endif\nexport function later() {}\n`;
const texts = {
  'src/marked.ts': marked,
  'src/plain.ts': `/** A comment. */\nexport const plain = (value: number): number => value;\n`,
  'src/marked.test.ts': `import { expect, test } from 'vitest';
import { where } from './marked';
test('marked', () => expect(where).toBe('node'));`,
  'src/plain.test.ts': `import { expect, test } from 'vitest';
import { plain } from './plain';
test('plain', () => expect(plain(1)).toBe(1));`,
};
const plugins = {
  before: `{
  name: 'own',
  enforce: 'pre',
  transform(code, id) { if (id.endsWith('marked.ts')) return code.replace('// #endif', ''); },
}`,
  after: `{
  name: 'own',
  enforce: 'post',
  transform(code, id) { if (id.endsWith('marked.ts')) return { code: code + ';' }; },
}`,
  filtered: `{ name: 'own', transform: { filter: { id: /marked.ts/ }, handler: (code) => code + ';' } }`,
  late: `{
  name: 'own',
  async transform(code, id) { await null; return id.endsWith('marked.ts') ? code + ';' : undefined; },
}`,
  loading: `{
  name: 'own',
  enforce: 'pre',
  load(id) { if (id.endsWith('marked.ts')) return readFileSync(id, 'utf8').replace('// #endif', ''); },
}`,
};

const configWith = (plugin: string) =>
  `import { readFileSync } from 'node:fs';\nexport default { plugins: [${plugin}] };`;
const read = { 'packages/app/src/marked.ts': digest(marked) };

function readsOf({ results }: RunResult, name: string): ReadTrace {
  const found = results.find(({ testFile }) => testFile.path.endsWith(name));
  expect(found?.reads, JSON.stringify(results)).toBeDefined();
  return found!.reads!;
}

describe.each(installations)('plugins of the user with Vitest $version', ({ folder }) => {
  let workspace: TemporaryWorkspace | undefined;
  afterEach(() => {
    workspace?.dispose();
    workspace = undefined;
  });
  const run = (plugin: string, keepCache = false) => {
    workspace ??= temporaryWorkspace(folder, { 'vitest.config.mjs': configWith(plugin), ...texts });
    const cache = join(workspace.root, '.testmon/cache');
    return runApp(workspace, {
      probes: { instrumenter, syntax: vitestRunner.syntax, ...(keepCache ? { cache } : {}) },
      keepCache,
    });
  };

  it.each(Object.entries(plugins))(
    'a module that a plugin changes is read as a whole by the test files that load it: %s',
    async (_, plugin) => {
      const result = await run(plugin);
      expect(result.outcome, result.output).toBe('passed');
      expect(readsOf(result, 'marked.test.ts').files).toEqual(read);
      expect(readsOf(result, 'plain.test.ts').files).toEqual({});
    },
  );

  it('the same applies to later runs, in which probes come from the cache', async () => {
    for (let times = 0; times < 3; times++) {
      const result = await run(plugins.after, true);
      expect(readsOf(result, 'marked.test.ts').files).toEqual(read);
      expect(readsOf(result, 'plain.test.ts').files).toEqual({});
    }
  });

  it('transforms of Vite and Vitest do not read a whole module, and neither does a plugin that changes nothing', async () => {
    const result = await run(`{ name: 'own', transform: (code) => code }`);
    expect(result.outcome, result.output).toBe('passed');
    for (const name of ['marked', 'plain']) expect(readsOf(result, `${name}.test.ts`).files).toEqual({});
  });
});
