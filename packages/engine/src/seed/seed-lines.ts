import { count, printable, renderProblem } from '@nx-testmon/core';
import { countProblems } from './count-problems';
import type { SeedResult } from './seed-store';
import type { SeededTask } from './seed-task';

/** The seeded test files of each task, and the total. */
export function seedLines(result: SeedResult): string[] {
  if (!result.ok) return [renderProblem(result.problem)];
  return [
    ...result.movedAside.map(renderProblem),
    ...result.tasks.flatMap(seededTaskLines),
    summaryLine(result.facts, `${result.commit.slice(0, 12)} (${result.base})`),
  ];
}

function seededTaskLines(seeded: SeededTask): string[] {
  const name = printable(`${seeded.task.project}:${seeded.task.target}`);
  switch (seeded.kind) {
    case 'absent':
      return [`${name}: not seeded: the project is not in the base commit`];
    case 'unreadable':
      return [`${name}: not seeded: ${renderProblem(seeded.problem)}`];
    case 'seeded': {
      return [
        `${name}: ${seeded.facts.length} of ${count(seeded.testFiles, 'test file')} seeded`,
        ...countProblems(seeded.notSeeded).map(
          ({ problem, testFiles }) =>
            `${name}: ${count(testFiles, 'test file')} not seeded: ${renderProblem(problem)}`,
        ),
      ];
    }
  }
}

function summaryLine(facts: number, commit: string): string {
  if (facts === 0) return `nothing seeded from ${commit}; the next run collects`;
  return `${count(facts, 'test file')} assumed passing at ${commit} (seeded, not run)`;
}
