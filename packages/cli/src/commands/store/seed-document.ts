import { countProblems, type SeedResult } from '@nx-testmon/engine';
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
      const { facts, testFiles: total } = seeded;
      const notSeeded = countProblems(seeded.notSeeded).map(({ problem, testFiles }) => {
        return { testFiles, ...toProblemDocument(problem) };
      });
      return { ...nothing, seeded: facts.length, total, notSeeded };
    }
  }
}
