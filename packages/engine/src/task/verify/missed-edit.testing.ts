import { readFileSync } from 'node:fs';
import { createWorkspace } from '@nx-testmon/testing';
import { createTaskWorkspace, type RawOptions, type TaskWorkspace } from '../../task.testing';
import type { TaskReport } from '../task-report';

/** A run, and the line that it wrote to its report file. */
export interface ReportedTask {
  readonly exitCode: number;
  readonly report: TaskReport;
  readonly output: string;
}

/** A workspace whose project `a` has a test file that the selection can miss. */
export interface MissingWorkspace extends Disposable {
  readonly workspace: TaskWorkspace;
  /** The absolute path of a file outside of the workspace. */
  readonly outside: (name: string) => string;
  readonly run: (
    raw?: RawOptions,
    env?: Readonly<Record<string, string>>,
    clock?: () => number,
  ) => Promise<ReportedTask>;
}

/** The source of a test file with one test. */
export function testOf(body: string, imports = ''): string {
  return `import { expect, test } from 'vitest'; ${imports} test('it', () => { ${body}; });`;
}

/**
 * `hidden.test.ts` fails if `BREAK_HIDDEN` is set: it reads a copy of the environment, which is not traced.
 */
export function createMissingWorkspace(): MissingWorkspace {
  const workspace = createTaskWorkspace({
    'libs/a/vitest.config.mts': `export default { test: { include: ['*.test.ts'] } };`,
    'libs/a/sum.ts': `export const sum = (a: number, b: number) => a + b;`,
    'libs/a/sum.test.ts': testOf(`expect(sum(1, 2)).toBe(3)`, `import { sum } from './sum';`),
    'libs/a/hidden.test.ts': testOf(`expect({ ...process.env }['BREAK_HIDDEN']).toBeUndefined()`),
  });
  const outside = createWorkspace({});
  return {
    workspace,
    outside: (name) => outside.path(name),
    async run(raw = {}, env = {}, clock = Date.now) {
      const reportFile = outside.path('report.jsonl');
      const { exitCode, output } = await workspace.run({ reportFile, ...raw }, { env, clock });
      const last = readFileSync(reportFile, 'utf8').trim().split('\n').at(-1) ?? '';
      return { exitCode, report: JSON.parse(last) as TaskReport, output };
    },
    [Symbol.dispose]() {
      workspace[Symbol.dispose]();
      outside[Symbol.dispose]();
    },
  };
}
