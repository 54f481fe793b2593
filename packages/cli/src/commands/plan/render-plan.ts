import { count } from '@nx-testmon/core';
import { type CreatedPlan, describeDuration, shardName } from '@nx-testmon/engine';
import { renderTable } from '../../output/plain-table';
import type { PlanDocument } from './plan-schema';

export function toPlanDocument({ plan, shards }: CreatedPlan): PlanDocument {
  const described = shards.map(({ testFiles, durationMs }, index) => ({
    name: shardName(plan, index + 1),
    testFiles: testFiles.length,
    tasks: new Set(testFiles.map(({ task }) => task)).size,
    durationMs: Math.round(durationMs),
  }));
  return {
    id: plan.id,
    testFiles: described.reduce((sum, { testFiles }) => sum + testFiles, 0),
    shards: described,
    matrix: { shard: described.map(({ name }) => name) },
  };
}

/**
 * Renders the plan for people to read.
 *
 * @param file to which the plan was written, as the user typed it
 */
export function renderPlan({ testFiles, shards }: PlanDocument, file: string | undefined): string {
  const table = renderTable({
    head: ['shard', 'test files', 'projects', 'time'],
    align: ['left', 'right', 'right', 'right'],
    rows: shards.map((shard) => [
      shard.name,
      String(shard.testFiles),
      String(shard.tasks),
      describeDuration(shard.durationMs),
    ]),
  });
  const next =
    file === undefined
      ? 'The plan was not written; --out <file> writes it.'
      : `Run a shard with: testmon run --plan ${file} --shard ${shards[0]?.name ?? 1}`;
  return [
    `${count(testFiles, 'selected test file')} in ${count(shards.length, 'shard')}`,
    '',
    table,
    '',
    next,
  ].join('\n');
}
