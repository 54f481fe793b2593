import type { FoundCode, SourceExplanation } from '@nx-testmon/engine';

/** Code or a file in `explain --json`. Documented in `docs/explain.md`. */
export interface SourceDocument {
  readonly code: {
    readonly file: string;
    readonly line?: number;
    readonly blocks: readonly string[];
    readonly functions: readonly {
      readonly name: string;
      readonly line: number;
      readonly testFiles: number;
    }[];
  };
  readonly projects: readonly {
    readonly project: string;
    readonly target: string;
    readonly testFiles: number;
    readonly withoutFacts: number;
  }[];
  readonly dependents: readonly (Omit<Dependent, 'isCurrent' | 'lastRun'> & {
    readonly current: boolean;
    readonly lastRun?: {
      readonly outcome: 'passed' | 'failed';
      readonly durationMs: number;
      /** ISO 8601. */
      readonly endedAt: string;
    };
  })[];
}

type Dependent = SourceExplanation['dependents'][number];

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
