import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type InsertProbes, noRunnerSyntax } from '@nx-testmon/core';
import { createWorkspace, type TestWorkspace } from '@nx-testmon/testing';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { insertProbes } from './insert-probes';
import { openInstrumenter } from './open-instrumenter';

const source = 'export function one() {}\nexport const two = () => one();\n';
let workspace: TestWorkspace;
let folder: string;
beforeEach(() => {
  workspace = createWorkspace({});
  folder = workspace.root;
});
afterEach(() => workspace[Symbol.dispose]());

const filesIn = (root: string) =>
  readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

const openIn = (place: string, syntax = noRunnerSyntax) =>
  openInstrumenter(syntax, { folder: place, clock: Date.now });
const insertAnew = (...[text, path, id]: Parameters<InsertProbes>) =>
  insertProbes(text, path, id, noRunnerSyntax);

/** The result of a separate process for the source, and the packages that the process loaded. */
async function instrumentElsewhere(text = source): Promise<{ module: unknown; loaded: string[] }> {
  const script = `
    const { openInstrumenter } = require(${JSON.stringify(join(__dirname, '../../dist/probes/open-instrumenter.js'))});
    const module = openInstrumenter(${JSON.stringify(noRunnerSyntax)}, { folder: ${JSON.stringify(folder)}, clock: Date.now }).insertProbes(${JSON.stringify(text)}, '/w/a.ts', 'a.ts');
    const loaded = ['ts-morph', 'magic-string'].filter((name) =>
      Object.keys(require.cache).some((file) => file.includes('/node_modules/' + name + '/')));
    console.log(JSON.stringify({ module: module ?? null, loaded }));`;
  const { stdout } = await promisify(execFile)(process.execPath, ['-e', script]);
  return JSON.parse(stdout) as { module: unknown; loaded: string[] };
}

it('loads no compiler if all modules are cached', async () => {
  const made = { module: insertAnew(source, '/w/a.ts', 'a.ts'), loaded: ['ts-morph', 'magic-string'] };
  expect(await instrumentElsewhere()).toEqual(made);
  expect(await instrumentElsewhere()).toEqual({ ...made, loaded: [] });
  // A module without bodies has no probes, which is cached too.
  await instrumentElsewhere('export type T = 1;');
  expect(await instrumentElsewhere('export type T = 1;')).toEqual({ module: null, loaded: [] });
});

it('keeps only complete files while many processes write the same module', async () => {
  const all = await Promise.all([1, 2, 3, 4].map(() => instrumentElsewhere()));
  for (const one of all) expect(one.module).toEqual(insertAnew(source, '/w/a.ts', 'a.ts'));
  expect(filesIn(folder)).toHaveLength(1);
  expect((await instrumentElsewhere()).loaded).toEqual([]);
});

it('distinguishes modules by text, path, id and extension', () => {
  const instrumenter = openIn(folder);
  const asks: readonly Parameters<InsertProbes>[] = [
    ['const f = () => 1;', '/w/a.ts', 'a.ts'],
    ['const f = () => 2;', '/w/a.ts', 'a.ts'],
    ['const f = () => 1;', '/w/a.js', 'a.ts'],
    ['const f = () => 1;', '/w/a.ts', 'b.ts'],
  ];
  const first = asks.map((ask) => instrumenter.insertProbes(...ask));
  expect(first).toEqual(asks.map((ask) => insertAnew(...ask)));
  expect(asks.map((ask) => openIn(folder).insertProbes(...ask))).toEqual(first);
  expect(filesIn(folder)).toHaveLength(asks.length);
});

it('distinguishes modules by the syntax of the test runners', () => {
  const syntax = { ...noRunnerSyntax, hoistedMethods: ['one'] };
  const ask = ['const f = () => { if (a) b.one(); };', '/w/a.ts', 'a.ts'] as const;
  expect(openIn(folder).insertProbes(...ask)!.blocks).toEqual(['f()', 'f()/then']);
  expect(openIn(folder, syntax).insertProbes(...ask)!.blocks).toEqual(['f()']);
  expect(openIn(folder, syntax).version).not.toBe(openIn(folder).version);
});

it('ignores files of other modules and changed files', () => {
  const ask = ['const f = () => 1;', '/w/a.ts', 'a.ts'] as const;
  const made = openIn(folder).insertProbes(...ask);
  const [file = ''] = filesIn(folder);
  const kept = readFileSync(file, 'utf8');
  openIn(folder).insertProbes('const g = () => 1;', '/w/a.ts', 'a.ts');
  const other = readFileSync(filesIn(folder).find((one) => one !== file) ?? '', 'utf8');
  for (const wrong of [
    other,
    '',
    'x',
    kept.slice(0, -1),
    kept.replace('f()', 'g()'),
    `${kept.split('\n')[0]}\n{}`,
  ]) {
    writeFileSync(file, wrong);
    expect(openIn(folder).insertProbes(...ask)).toEqual(made);
    expect(readFileSync(file, 'utf8')).toBe(kept);
  }
});

it("works if its cache can't be read or written", () => {
  const taken = join(folder, 'taken');
  writeFileSync(taken, '');
  expect(openIn(taken).insertProbes(source, '/w/a.ts', 'a.ts')).toEqual(
    insertAnew(source, '/w/a.ts', 'a.ts'),
  );
  const below = join(folder, 'below');
  mkdirSync(below);
  openIn(below).insertProbes(source, '/w/a.ts', 'a.ts');
  const [file = ''] = filesIn(below);
  rmSync(file);
  mkdirSync(file);
  expect(openIn(below).insertProbes(source, '/w/a.ts', 'a.ts')).toBeDefined();
});

it('updates the date of used files, so that only unused files are old', () => {
  openIn(folder).insertProbes(source, '/w/a.ts', 'a.ts');
  const [file = ''] = filesIn(folder);
  utimesSync(file, 1, 1);
  const later = Date.UTC(2040, 0, 1);
  openInstrumenter(noRunnerSyntax, { folder, clock: () => later }).insertProbes(source, '/w/a.ts', 'a.ts');
  expect(statSync(file).mtimeMs).toBe(later);
});
