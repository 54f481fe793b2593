import { count, renderProblem } from '@nx-testmon/core';
import type { SeededTask } from '../seed/seed-task';

/** The result of seeding one task. */
export function seededTaskLine(seeded: SeededTask): string {
  const name = `${seeded.task.project}:${seeded.task.target}`;
  switch (seeded.kind) {
    case 'absent':
      return `${name}: not seeded: the project is not in the base commit`;
    case 'unreadable':
      return `${name}: not seeded: ${renderProblem(seeded.problem)}`;
    case 'seeded': {
      const notSeeded = [...seeded.notSeeded].map(([reason, number]) => `; ${number} not seeded: ${reason}`);
      return `${name}: ${seeded.facts.length} of ${count(seeded.testFiles, 'test file')} seeded${notSeeded.join('')}`;
    }
  }
}

/** @param base as the user named it @param commit in full */
export function seedingSummary(facts: number, base: string, commit: string): string {
  const name = `${commit.slice(0, 12)} (${base})`;
  if (facts === 0) return `nothing seeded from ${name}; the next run collects`;
  return `${count(facts, 'test file')} assumed passing at ${name} (seeded, not run)`;
}
