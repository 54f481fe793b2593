import type { FoundCode, SourceExplanation } from '@nx-testmon/engine';
import type { SourceDocument } from './source-schema';

export function toSourceDocument(code: FoundCode, tasks: readonly SourceExplanation[]): SourceDocument {
  const { file, line, blocks } = code;
  return {
    code: { file, ...(line === undefined ? {} : { line }), blocks, functions: countTestFiles(code, tasks) },
    projects: tasks.map(({ project, target, testFiles, withoutFacts }) => ({
      project,
      target,
      testFiles,
      withoutFacts,
    })),
    dependents: tasks
      .flatMap(({ dependents }) => dependents)
      .map(({ isCurrent, lastRun, ...same }) => ({
        ...same,
        current: isCurrent,
        ...(lastRun ? { lastRun: { ...lastRun, endedAt: new Date(lastRun.endedAt).toISOString() } } : {}),
      })),
  };
}

/** How many test files executed each function. */
export function countTestFiles(
  { functions }: FoundCode,
  tasks: readonly SourceExplanation[],
): SourceDocument['code']['functions'] {
  const executing = tasks
    .flatMap(({ dependents }) => dependents)
    .filter(({ relation }) => relation === 'executes')
    .map(({ blocks }) => new Set(blocks));
  return functions.map(({ name, line }) => ({
    name,
    line,
    testFiles: executing.filter((blocks) => blocks.has(name)).length,
  }));
}
