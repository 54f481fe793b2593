import type { SeedResult } from '@nx-testmon/engine';
import { toProblemDocument } from '../../output/task-problems';
import type { SeedDocument } from './seed-schema';

type Seeded = Extract<SeedResult, { readonly ok: true }>;
type SeededTask = Seeded['tasks'][number];
type TaskDocument = SeedDocument['tasks'][number];

/** The result of seeding in JSON output. */
export function toSeedDocument({ base, commit, facts, tasks, movedAside }: Seeded): SeedDocument {
  return {
    base,
    commit,
    seeded: facts,
    tasks: tasks.map(toTaskDocument),
    problems: movedAside.map(toProblemDocument),
  };
}

function toTaskDocument(seeded: SeededTask): TaskDocument {
  const { project, target } = seeded.task;
  const nothing = { project, target, seeded: 0, total: 0, notSeeded: [], isAbsent: false };
  switch (seeded.kind) {
    case 'absent':
      return { ...nothing, isAbsent: true };
    case 'unreadable':
      return { ...nothing, problem: toProblemDocument(seeded.problem) };
    case 'seeded': {
      const { facts, testFiles } = seeded;
      return { ...nothing, seeded: facts.length, total: testFiles, notSeeded: countNotSeeded(seeded) };
    }
  }
}

function countNotSeeded({
  notSeeded,
}: Extract<SeededTask, { readonly kind: 'seeded' }>): TaskDocument['notSeeded'] {
  const counted = new Map<string, TaskDocument['notSeeded'][number]>();
  for (const problem of notSeeded.map(toProblemDocument)) {
    const known = counted.get(problem.text)?.testFiles ?? 0;
    counted.set(problem.text, { testFiles: known + 1, ...problem });
  }
  return [...counted.values()];
}
