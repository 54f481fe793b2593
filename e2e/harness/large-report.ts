import type { ReportDocument, ReportTestFile } from '@nx-testmon/report';

const endedAt = '2026-11-29T12:00:00.000Z';

/** A name that runs code if a page inserts it as markup. */
export const hostileName = `<img src=x onerror="document.title='hostile'">.test.ts`;

function largeTestFile(at: number): ReportTestFile {
  const project = `project-${at % 40}`;
  const path = at === 0 ? hostileName : `libs/${project}/src/feature-${at % 13}/case-${at}.test.ts`;
  const block = `libs/${project}/src/feature-${at % 13}/code.ts#total()`;
  const isChanged = at % 7 === 0;
  return {
    ...{ project, target: 'testmon', suite: `${project}:vitest.config.mts`, path, wouldRun: isChanged },
    decision: isChanged ? 'changed' : 'skipped',
    assumed: false,
    reason: isChanged ? `changed: ${block}` : 'nothing it depends on has changed since it passed',
    lastRun: { outcome: at % 50 === 0 ? 'failed' : 'passed', durationMs: (at * 37) % 9000, endedAt },
    changedBlocks: isChanged ? 1 : 0,
    changes: isChanged ? [{ block, kind: 'reached', steps: [`${path}#<effects>`, path], causes: [] }] : [],
  };
}

/** A report with many test files in 40 projects, and with the maximum number of executions. */
export function createLargeReport(size: number): ReportDocument {
  const testFiles = Array.from({ length: size }, (_, at) => largeTestFile(at));
  const names = [...new Set(testFiles.map(({ project }) => project))];
  const task = { target: 'testmon', environment: 'default' };
  return {
    ...{ version: 1, createdAt: endedAt, workspace: 'large' },
    projects: names.map((project) => {
      const own = testFiles.filter((file) => file.project === project);
      const wouldRun = own.filter((file) => file.wouldRun).length;
      const counts = { testFiles: own.length, wouldRun, savedMs: 90_000, withoutFacts: 0 };
      return { project, ...task, runner: 'Vitest 5.1.1', ...counts, notes: [] };
    }),
    testFiles,
    executions: Array.from({ length: 1000 }, (_, at) => ({
      id: `execution-${at}`,
      endedAt: new Date(Date.parse(endedAt) - at * 3_600_000).toISOString(),
      runs: names.slice(0, 10).map((project) => {
        const counts = { durationMs: 900 + at, selected: at % 9, total: 125, savedMs: 60_000 };
        return { project, ...task, outcome: 'passed' as const, endedAt, ...counts };
      }),
    })),
    olderExecutions: 12,
    files: Array.from({ length: size }, (_, at) => ({
      path: `libs/project-${at % 40}/src/code-${at}.ts`,
      ...{ testFiles: size - at, durationMs: (size - at) * 40, slowest: [testFiles[at % size]?.path ?? ''] },
    })),
    fallbacks: [],
    untested: {
      ...{ base: 'HEAD', isKnown: true, text: `No test file executed ${size} functions`, unknown: [] },
      code: Array.from({ length: size }, (_, at) => ({
        ...{ kind: 'function' as const, code: `total${at}()`, line: 7 },
        file: `libs/project-${at % 40}/src/code-${at}.ts`,
      })),
    },
    uncovered: [],
    problems: [],
  };
}
