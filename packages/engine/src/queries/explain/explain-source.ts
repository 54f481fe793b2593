import { type Fact, type Failure, SEEDED_AT } from '@nx-testmon/core';
import { type ExecutedCode, type ExecutedModule, findExecutedCode } from '../executed-code/executed-code';
import type { TaskState } from '../../task/read-task/read-task';
import type { Task } from '../../task/task';
import type { TaskIo } from '../../task/task-io';
import { whileRead } from '../while-read';
import type { FoundCode } from './find-code';
import { createFileRelation, type FileRelation } from './file-relation';
import { type SourceDependent, type SourceExplanation, sourceRelations } from './source-explanation';

/**
 * Finds the test files of a task that execute code or depend on a file in another way, by their newest facts.
 * Runs no test and writes nothing.
 */
export function explainSource(
  task: Task,
  code: FoundCode,
  io: TaskIo,
): Promise<{ readonly ok: true; readonly explanation: SourceExplanation } | Failure> {
  return whileRead(task, io, ({ state, session }) => {
    const found = [...findExecutedCode(state, session.store)];
    const explanation: SourceExplanation = {
      project: task.project,
      target: task.target,
      testFiles: found.length,
      withoutFacts: found.filter(({ basis }) => basis === 'none').length,
      dependents: findDependents(task, code, state, found),
      isTestFile: found.some(({ testFile }) => testFile.path === code.file),
    };
    return { ok: true, explanation } as const;
  });
}

function findDependents(
  { project, target }: Task,
  code: FoundCode,
  { suites }: TaskState,
  found: readonly ExecutedCode[],
): SourceDependent[] {
  return suites.flatMap(({ suite, analysis }) => {
    const own = found.filter(({ testFile }) => testFile.suite === suite.id);
    const isModule = own.some(({ modules }) => modules.has(code.file));
    const relationOf = createFileRelation(analysis.graph, { path: code.file, isModule });
    return own.flatMap(({ testFile, fact, modules }): SourceDependent | [] => {
      const byCode = relationToCode(code, modules.get(code.file));
      const related = byCode ?? (fact && relationToFile(fact, relationOf));
      if (!fact || !related) return [];
      const { outcome, durationMs, endedAt } = fact;
      const lastRun = endedAt === SEEDED_AT ? {} : { lastRun: { outcome, durationMs, endedAt } };
      return { project, target, suite: testFile.suite, file: testFile.path, ...related, ...lastRun };
    });
  });
}

type DependentRelation = Pick<SourceDependent, 'relation' | 'blocks' | 'isCurrent'>;

/**
 * Decides by the code that was executed or referred to; `undefined` if the test file does not load the
 * module.
 */
function relationToCode(
  { blocks, parts }: FoundCode,
  module: ExecutedModule | undefined,
): DependentRelation | undefined {
  if (!module) return undefined;
  const known = blocks.flatMap((name) => {
    const state = module.blocks.get(name);
    return state === undefined ? [] : [{ name, state }];
  });
  if (known.length === 0) return { relation: 'loads', blocks: [], isCurrent: true };
  const executed = module.isInstrumented ? known.filter(({ name }) => parts.has(name)) : [];
  const shown = executed.length > 0 ? executed : known;
  return {
    relation: executed.length > 0 ? 'executes' : 'depends',
    blocks: shown.map(({ name }) => name),
    isCurrent: shown.every(({ state }) => state === 'same'),
  };
}

/** Decides by what the test file read or looked up, or by a group of files that it depends on. */
function relationToFile({ dependencies }: Fact, relationOf: FileRelation): DependentRelation | undefined {
  const found = new Set(dependencies.map(({ block }) => relationOf(block)));
  const relation = sourceRelations.find((one) => found.has(one));
  return relation && { relation, blocks: [], isCurrent: true };
}
