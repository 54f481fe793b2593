// Merges the records of a generated workspace into a new store, one at a time, as its tasks would.
// usage: node merge-facts.mts SHAPE_JSON DATABASE
import { statSync } from 'node:fs';
import { DEFAULT_LOCK_TIMING, mergeRecords } from '@nx-testmon/store';
import { sum } from '../../shared/statistics.mts';
import { cpuSeconds } from '../shared/cpu-time.mts';
import { generateFacts, generateRecords, NOW, type WorkspaceShape } from './generated-facts.mts';
import { printResult } from './print-result.mts';

export interface MergeResult {
  readonly edges: number;
  readonly records: number;
  /** Processor seconds of all merges, and of the last one. */
  readonly all: number;
  readonly last: number;
  readonly databaseBytes: number;
}

async function main(): Promise<void> {
  const [shape = '', file = ''] = process.argv.slice(2);
  const model = generateFacts(JSON.parse(shape) as WorkspaceShape);
  const costs: number[] = [];
  for (const { record, traces } of generateRecords(model)) {
    const before = cpuSeconds();
    const result = await mergeRecords({
      file,
      records: [record],
      cache: { traces },
      lock: DEFAULT_LOCK_TIMING,
      now: NOW,
    });
    costs.push(cpuSeconds() - before);
    if (result.kind !== 'merged') throw new Error(`merging ended with ${JSON.stringify(result)}`);
  }
  printResult<MergeResult>({
    edges: model.edges,
    records: costs.length,
    all: sum(costs),
    last: costs.at(-1) ?? 0,
    databaseBytes: statSync(file).size,
  });
}

void main();
