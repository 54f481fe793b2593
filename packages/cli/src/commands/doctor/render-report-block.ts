import { count, fallbackTable, printable } from '@nx-testmon/core';
import type { TaskDiagnosis } from '@nx-testmon/engine';
import { type CheckedItem, checkedItems, type Diagnosis, unknownToNx } from './diagnosis';

/** Checks whose findings contain no file or project names. */
const shownChecks: ReadonlySet<string> = new Set(['node', 'nx-testmon', 'nx', 'sqlite', 'store']);

/**
 * A block of Markdown for a bug report: versions, marks and numbers. It contains no names of projects, files
 * or variables, and no values.
 */
export function renderReportBlock(diagnosis: Diagnosis): string {
  const { checks, refused, diagnoses, uncovered, unlisted, usesNx } = diagnosis;
  const items = checkedItems({ checks, refused: [] });
  const tasks = checkedItems({ checks: [], refused });
  const unknown = unknownToNx(diagnosis);
  const sum = (numbers: readonly number[]) => numbers.reduce((all, one) => all + one, 0);
  return [
    '```text',
    ...items.map((item) => row(item.name, describeItem(item))),
    row('workspace', usesNx ? 'Nx' : 'packages'),
    row('test runners', countEach(diagnoses.map(({ runner }) => runner))),
    row('test files', describeTestFiles(diagnoses)),
    row('fallbacks', describeCauses(diagnoses)),
    row('tasks not read', countEach(tasks.flatMap(({ problems }) => problems.map(({ kind }) => kind)))),
    row('uncovered', countEach(uncovered.map(({ problem }) => problem.kind))),
    ...(usesNx
      ? [
          row(
            'unknown to Nx',
            `${count(sum(unknown.map(({ inputs }) => inputs.length)), 'input')}, ${count(sum(unknown.map(({ projects }) => projects.length)), 'project')}`,
          ),
        ]
      : []),
    row(
      'variables read',
      String(new Set(unlisted.flatMap(({ variables }) => variables.map(({ name }) => name))).size),
    ),
    '```',
  ].join('\n');
}

function row(name: string, value: string): string {
  return `${name.padEnd(15)} ${value === '' ? 'none' : printable(value)}`;
}

function describeItem({ name, mark, found, problems }: CheckedItem): string {
  if (mark !== 'ok') return `${mark}: ${problems.map(({ kind }) => kind).join(', ')}`;
  return shownChecks.has(name) ? found : mark;
}

function describeTestFiles(diagnoses: readonly TaskDiagnosis[]): string {
  const sum = (field: 'testFiles' | 'withoutFacts' | 'withFallbacks') =>
    diagnoses.reduce((all, one) => all + one[field], 0);
  return `${sum('testFiles')} in ${count(diagnoses.length, 'task')}, ${sum('withoutFacts')} without facts, ${sum('withFallbacks')} with fallbacks`;
}

function describeCauses(diagnoses: readonly TaskDiagnosis[]): string {
  return countEach(
    diagnoses.flatMap(({ causes }) => causes.map(({ fallback }) => fallbackTable[fallback.kind].heading)),
  );
}

/** Renders counts such as `a (2), b (1)`. */
function countEach(names: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].map(([name, times]) => `${name} (${times})`).join(', ');
}
