import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BlockId, type BlockKind, formatBlockId, parseBlockId } from '@nx-testmon/core';
import { describe, expect, test } from 'vitest';
import type { FullRunReason } from '../select-tests/full-run-reason';
import { describeFullRun } from './mode';
import { describeDecision } from './reason';

/** A kind without an example does not compile. */
const examples: { readonly [Kind in BlockKind]: Extract<BlockId, { readonly kind: Kind }> } = {
  block: { kind: 'block', module: 'src/cart.ts', name: 'Cart' },
  hop: { kind: 'hop', module: 'src/index.ts', name: 'Cart' },
  unresolved: { kind: 'unresolved', module: 'src/cart.ts', specifier: './gone' },
  targets: { kind: 'targets', module: 'src/cart.ts', specifier: '@shop/prices' },
  pragmas: { kind: 'pragmas', module: 'src/cart.test.ts' },
  links: { kind: 'links', module: 'src/cart.ts' },
  types: { kind: 'types', module: 'src/cart.ts' },
  text: { kind: 'text', module: 'src/cart.ts' },
  'load-order': { kind: 'load-order', module: 'src/cart.test.ts' },
  resolution: { kind: 'resolution', module: 'packages/shop/package.json' },
  emit: { kind: 'emit', module: 'packages/shop/tsconfig' },
  file: { kind: 'file', path: 'assets/logo.svg' },
  folder: { kind: 'folder', path: 'src/generated' },
  data: { kind: 'data', folder: 'packages/shop' },
  project: { kind: 'project', name: 'shop' },
  package: { kind: 'package', name: 'lodash' },
  declared: { kind: 'declared', glob: 'fixtures/**' },
  read: { kind: 'read', path: 'src/prices.json' },
  list: { kind: 'list', path: 'src/fixtures' },
  find: { kind: 'find', path: 'src/local.json' },
  load: { kind: 'load', module: 'src/plugins.ts', specifier: './csv' },
  variable: { kind: 'variable', name: 'API_URL' },
};

const page = readFileSync(join(__dirname, '../../../../../docs/reasons.md'), 'utf8');
const rows = [...page.matchAll(/^\| `([^`]+)` \| (.+) \|$/gm)].map(([, reason = '', text = '']) => ({
  reason,
  text,
}));

describe('docs/reasons.md', () => {
  test('has one row for each kind of block, in the form of reasons', () => {
    expect(rows.map(({ reason }) => reason)).toEqual(Object.values(examples).map(formatBlockId));
  });

  test.each(Object.values(examples))('shows a $kind as a reason that can be parsed back', (id) => {
    const key = formatBlockId(id);
    expect(parseBlockId(key)).toEqual(id);
    const reason = describeDecision({ kind: 'changed', blocks: [key] });
    expect(id.kind === 'variable' ? page : `changed: ${key}`).toContain(reason);
  });

  test('has one row for each reason to skip nothing, in the words of the output', () => {
    const [, section = ''] = page.split('## Nothing is skipped\n');
    const documented = [...section.matchAll(/^\| (?!why|---)(.+?) \|/gm)].map(([, why]) => why);
    const reasons: Readonly<Record<FullRunReason, string>> = {
      noselect: describeFullRun('noselect'),
      'test-name-filter': describeFullRun('test-name-filter'),
      'named-test-files': describeFullRun('named-test-files'),
      'runner-selection': describeFullRun('runner-selection'),
      update: describeFullRun('update'),
      breaker: describeFullRun('breaker'),
    };
    expect(documented).toEqual(Object.values(reasons));
  });

  test('quotes the other forms exactly', () => {
    const others: BlockId[] = [
      { kind: 'block', module: '', name: 'Cart.total()' },
      { kind: 'block', module: '', name: 'Cart.total()/then' },
      { kind: 'block', module: '', name: '<effects>' },
      { kind: 'hop', module: '', name: '*' },
      { kind: 'file', path: 'a#b.ts' },
    ];
    for (const id of others) expect(page).toContain(`\`${formatBlockId(id)}\``);
  });
});
