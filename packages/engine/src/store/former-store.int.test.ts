import { copyFileSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { type Fact, packBlockList, parseBlockId } from '@nx-testmon/core';
import { openStoreSnapshot } from '@nx-testmon/store';
import BetterSqlite3 from 'better-sqlite3';
import { repository } from '@nx-testmon/testing';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createTaskWorkspace, type TaskWorkspace } from '../task.testing';

const formerDatabase = join(repository, 'packages/store/src/migration/fixtures/schema-5.db');
const files = {
  'nx.json': '{}',
  'libs/a/package.json': '{ "name": "a", "version": "1.0.0", "type": "module" }',
  'libs/a/vitest.config.mts': `export default { test: { include: ['*.test.ts'] } };`,
  'libs/a/data.json': '{ "limit": 3 }',
  'libs/a/lib.ts':
    'export function first() { return 1; }\nexport function second(flag = false) { if (flag) return 3; return 2; }\n',
  'libs/a/index.ts': `export * from './lib';`,
  'libs/a/calls.test.ts': `import { expect, test } from 'vitest'; import { second } from './index';
test('calls', () => { expect(second()).toBe(2); });`,
  'libs/a/reads.test.ts': `import { readFileSync } from 'node:fs'; import { expect, test } from 'vitest';
test('reads', () => { expect(readFileSync(new URL('./data.json', import.meta.url), 'utf8')).toContain('3'); });`,
  'libs/a/process.test.ts': `import { execFileSync } from 'node:child_process'; import { test } from 'vitest';
test('starts a process', () => { execFileSync(process.execPath, ['--version']); });`,
};
let workspace: TaskWorkspace;
let root: string;

beforeEach(() => {
  workspace = createTaskWorkspace(files);
  root = workspace.root;
});
afterEach(() => workspace[Symbol.dispose]());

const write = (path: string, text: string) => workspace.files.write({ [path]: text });

/** Test files that a task selects, sorted. */
async function run(): Promise<readonly string[]> {
  const { report } = await workspace.run();
  return report.selected.map(({ file }) => file).sort();
}

const database = () => join(root, '.testmon/testmondata.db');

async function storedFacts(): Promise<Fact[]> {
  const opened = await openStoreSnapshot({ file: database(), timeoutMs: 5000, now: Date.now() });
  if (!opened.ok) throw new Error(opened.problem.kind);
  using snapshot = opened.snapshot;
  return snapshot.allFacts();
}

/** The blocks of a fact as schema 5 stored them, including the marks of the whole fact. */
function formerBlocks({ testFile, dependencies, execution }: Fact): string[][] {
  return [
    ...dependencies.map(({ block, hash }) => [
      block.replace('package.json#<resolution>', 'package.json#resolution'),
      hash,
    ]),
    ...(execution?.instrumentedModules ?? []).map((path) => [`${path}#<probes>`, 'seen']),
    ...(execution?.reads?.isComplete ? [[`${testFile.path}#<reads>`, 'seen']] : []),
    ...(execution?.reads?.fallback ? [[`${testFile.path}#<starts a process>`, 'seen']] : []),
  ];
}

/** Replaces the database by one of schema 5 with these facts. */
function writeFormerStore(facts: readonly Fact[]): void {
  rmSync(join(root, '.testmon'), { recursive: true });
  mkdirSync(join(root, '.testmon'));
  copyFileSync(formerDatabase, database());
  const former = new BetterSqlite3(database());
  former.exec(
    'DELETE FROM fact; DELETE FROM block; DELETE FROM name; DELETE FROM input; DELETE FROM discovery; DELETE FROM model',
  );
  const name = (text: string) => {
    former.prepare('INSERT INTO name (text) VALUES (?) ON CONFLICT DO NOTHING').run(text);
    return former.prepare('SELECT id FROM name WHERE text = ?').pluck().get(text);
  };
  const block = (text: string, hash: string) => {
    former.prepare('INSERT INTO block (name, hash) VALUES (?, ?) ON CONFLICT DO NOTHING').run(text, hash);
    return former
      .prepare('SELECT id FROM block WHERE name = ? AND hash = ?')
      .pluck()
      .get(text, hash) as number;
  };
  for (const [index, fact] of facts.entries()) {
    const { testFile, environment, outcome, durationMs, endedAt } = fact;
    const blocks = formerBlocks(fact);
    const head = [testFile.path, testFile.suite, environment, outcome, durationMs, endedAt];
    let checksum = crc32(JSON.stringify(head));
    for (const [text, hash] of blocks) checksum = (checksum + crc32(`${text}\0${hash}`)) >>> 0;
    former
      .prepare(
        `INSERT INTO fact (key, suite, test_file, environment, outcome, duration_ms, ended_at, blocks, checksum)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(
        `key ${index}`,
        name(testFile.suite),
        name(testFile.path),
        name(environment),
        outcome,
        durationMs,
        endedAt,
        Buffer.from(packBlockList(blocks.map(([text, hash]) => block(text!, hash!)))),
        checksum,
      );
  }
  former.close();
}

test('facts of a store of schema 5 select nothing without changes, and the affected test files after a change', async () => {
  expect(await run()).toHaveLength(3);
  // Schema 5 did not have variables.
  const facts = (await storedFacts()).map(({ fallbacks: _, ...fact }) => ({
    ...fact,
    dependencies: fact.dependencies.filter(({ block }) => parseBlockId(block)?.kind !== 'variable'),
  }));
  expect(facts.flatMap(({ execution }) => execution?.instrumentedModules ?? [])).toContain('libs/a/lib.ts');
  writeFormerStore(facts);
  expect(await run()).toEqual([]);
  expect(await storedFacts()).toEqual(facts);

  writeFormerStore(facts);
  write('libs/a/lib.ts', files['libs/a/lib.ts'].replace('return 1', 'return 1 + 0'));
  expect(await run()).toEqual(['libs/a/process.test.ts']);
  writeFormerStore(facts);
  write('libs/a/lib.ts', files['libs/a/lib.ts'].replace('return 2', 'return 2 + 0'));
  expect(await run()).toEqual(['libs/a/calls.test.ts', 'libs/a/process.test.ts']);
  write('libs/a/lib.ts', files['libs/a/lib.ts']);
  writeFormerStore(facts);
  write('libs/a/data.json', '{ "limit": 30 }');
  expect(await run()).toEqual(['libs/a/process.test.ts', 'libs/a/reads.test.ts']);
}, 600_000);
