import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { runProcess, shellEnvironment } from './harness/child-process';
import { transcript } from './harness/run-nx';

interface Selection {
  readonly selected: number;
  readonly megabytes: number;
}

interface ScaleReport {
  readonly results: readonly {
    readonly shape: object;
    readonly ours: {
      readonly merge: { readonly edges: number };
      readonly selections: Readonly<Record<string, Selection>>;
    };
  }[];
}

interface GeneratedFacts {
  readonly executed: readonly Uint32Array[];
}

interface FactsGenerator {
  generateFacts(shape: object): GeneratedFacts;
  /** Each gives the numbers of the functions it changes. */
  readonly edits: Readonly<Record<string, (facts: GeneratedFacts) => ReadonlySet<number>>>;
}

const tools = resolve(__dirname, '../tools');
const folder = mkdtempSync(join(tmpdir(), 'nx-testmon-bench-report-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function bench(script: string, args: readonly string[]): Promise<unknown> {
  const json = join(folder, 'report.json');
  const run = await runProcess(process.execPath, [join(tools, script), ...args, '--json', json], {
    cwd: folder,
    env: shellEnvironment(),
    onOutput: (text) => process.stdout.write(text),
  });
  expect(run.code, transcript(run)).toBe(0);
  return JSON.parse(readFileSync(json, 'utf8'));
}

test('the short form of bench:scale selects whoever executed what has changed', async () => {
  const words = ['--edges', '9600,24000', '--modules', '900', '--test-files', '600', '--rounds', '1'];
  const { results } = (await bench('bench/scale/scale.cjs', words)) as ScaleReport;
  const generator = createRequire(__filename)('../tools/bench/scale/generated-facts.cjs') as FactsGenerator;
  expect(results.map(({ ours }) => ours.merge.edges)).toEqual([9600, 24_000]);
  for (const { shape, ours } of results) {
    const facts = generator.generateFacts(shape);
    const affected = Object.entries(generator.edits).map(([name, edit]) => {
      const changed = edit(facts);
      return [name, facts.executed.filter((functions) => functions.some((id) => changed.has(id))).length];
    });
    expect(Object.entries(ours.selections).map(([name, { selected }]) => [name, selected])).toEqual(affected);
    expect(ours.selections['nothing']!.selected).toBe(0);
    expect(ours.selections['one-function']!.selected).toBeGreaterThan(0);
    expect(ours.selections['ten-percent']!.selected).toBeGreaterThan(300);
  }
});

test('the short form of bench:noop runs a task that has nothing to do beside an empty one', async () => {
  const report = await bench('bench/noop/noop.cjs', ['--projects', '8', '--rounds', '1']);
  expect(report).toMatchObject({
    files: 800,
    layers: 4,
    rounds: [{ empty: expect.any(Number), noop: expect.any(Number) }],
  });
});
