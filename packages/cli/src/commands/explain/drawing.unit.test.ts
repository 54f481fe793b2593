import { type BlockKey, formatBlockId } from '@nx-testmon/core';
import type { ExplainedTestFile, TestFileExplanation } from '@nx-testmon/engine';
import { expect, test } from 'vitest';
import { drawTestFile } from './drawing';
import { renderDot, renderMermaid } from './render-drawing';

const total = formatBlockId({ kind: 'block', module: 'src/cart.ts', name: 'total()' });

interface TestFileSketch {
  readonly changes?: TestFileExplanation['changes'];
  /** Executed functions by module. */
  readonly modules?: Readonly<Record<string, readonly string[] | undefined>>;
  readonly imports?: Readonly<Record<string, readonly string[]>>;
}

function explained({ changes = [], modules = {}, imports = {} }: TestFileSketch): ExplainedTestFile {
  const explanation: TestFileExplanation = {
    project: 'shop',
    target: 'testmon',
    suite: 'shop:',
    file: 'a.test.ts',
    isSelected: changes.length > 0,
    decision: { kind: 'new' },
    reason: '',
    changes,
    dependencies: {
      basis: 'execution',
      modules: Object.entries(modules).map(([path, executed]) => ({
        path,
        functions: path === 'constants.ts' ? 0 : 1,
        ...(executed ? { executed } : {}),
      })),
      files: [],
      packages: [],
      variables: [],
      configuration: [],
      groups: [],
    },
    fallbacks: [],
  };
  return { explanation, imports: new Map(Object.entries(imports)) };
}

const reached = (block: BlockKey, steps: readonly string[]) =>
  ({ block, kind: 'reached', steps, causes: [] }) as const;

test('the paths to changed blocks are drawn with the modules in between', () => {
  const steps = ['src/index.ts=>total', 'src/index.ts', 'a.test.ts#<effects>', 'a.test.ts'];
  const read = formatBlockId({ kind: 'read', path: 'data.json' });
  const drawing = drawTestFile(
    explained({ changes: [reached(total, steps), { block: read, kind: 'read', steps: [], causes: [] }] }),
  );
  expect(drawing).toEqual({
    title: 'from a.test.ts to 2 changed blocks',
    nodes: [
      { name: 'a.test.ts', kind: 'test file' },
      { name: 'src/index.ts', kind: 'module' },
      { name: 'read:data.json', kind: 'changed' },
      { name: 'src/cart.ts#total()', kind: 'changed' },
    ],
    edges: [
      ['a.test.ts', 'src/index.ts'],
      ['src/index.ts', 'src/cart.ts#total()'],
      ['a.test.ts', 'read:data.json'],
    ],
  });
});

test('without changes, executed modules are drawn, and barrels are skipped', () => {
  const drawing = drawTestFile(
    explained({
      modules: {
        'a.test.ts': ['it()'],
        'index.ts': [],
        'cart.ts': ['f()'],
        'unused.ts': [],
        'old.js': undefined,
        'constants.ts': undefined,
      },
      imports: {
        'a.test.ts': ['index.ts'],
        'index.ts': ['cart.ts', 'constants.ts', 'unused.ts'],
        'cart.ts': ['index.ts', 'old.js'],
      },
    }),
  );
  expect(drawing.title).toBe('modules that a.test.ts executes');
  expect(drawing.nodes.map(({ name }) => name)).toEqual(['a.test.ts', 'cart.ts', 'old.js']);
  expect(drawing.edges).toEqual([
    ['a.test.ts', 'cart.ts'],
    ['cart.ts', 'old.js'],
  ]);
});

test('a large graph is cut to the modules that are nearest to the test file, with the number of those left out', () => {
  const names = Array.from({ length: 100 }, (_, at) => `m${at}.ts`);
  const drawing = drawTestFile(
    explained({
      modules: Object.fromEntries(names.map((name) => [name, ['f()']])),
      imports: {
        'a.test.ts': ['m0.ts'],
        ...Object.fromEntries(names.slice(1).map((name, at) => [`m${at}.ts`, [name]])),
      },
    }),
  );
  expect(drawing.nodes).toHaveLength(60);
  expect(drawing.title).toBe('modules that a.test.ts executes, 41 more nodes left out');
  expect(drawing.nodes.at(-1)?.name).toBe('m58.ts');
  expect(drawing.edges.flat()).not.toContain('m59.ts');
});

const odd = drawTestFile(explained({ changes: [reached(total, ['src/"odd"\n.ts', 'a.test.ts'])] }));

test('special characters in names are escaped for Mermaid', () => {
  expect(renderMermaid(odd).split('\n')).toEqual([
    '%% from a.test.ts to 1 changed block',
    'flowchart LR',
    '  n0(["a.test.ts"])',
    '  n1["src/#34;odd#34;\\n.ts"]',
    '  n2["src/cart.ts#35;total()"]:::changed',
    '  n0 --> n1',
    '  n1 --> n2',
    '  classDef changed stroke:#d97706,stroke-width:3px',
  ]);
});

test('and for Graphviz', () => {
  expect(renderDot(odd).split('\n')).toEqual([
    'digraph explain {',
    '  label="from a.test.ts to 1 changed block";',
    '  rankdir=LR;',
    '  node [shape=box];',
    '  n0 [label="a.test.ts", style=rounded];',
    '  n1 [label="src/\\"odd\\"\\\\n.ts"];',
    '  n2 [label="src/cart.ts#total()", color="#d97706", penwidth=2];',
    '  n0 -> n1;',
    '  n1 -> n2;',
    '}',
  ]);
});
