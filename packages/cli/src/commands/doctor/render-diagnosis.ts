import {
  count,
  describeFallback,
  type FallbackKind,
  type FallbackScope,
  fallbackTable,
  printable,
  renderProblem,
  scopeOfFallback,
} from '@nx-testmon/core';
import {
  type CauseDiagnosis,
  describeDependents,
  markOfProblems,
  type TaskDiagnosis,
} from '@nx-testmon/engine';
import type { UncoveredProject } from '@nx-testmon/engine/uncovered-projects';
import type { Colors } from 'picocolors/types';
import { renderTable } from '../../output/plain-table';
import { type CheckedItem, checkedItems, type Diagnosis } from './diagnosis';
import { unlistedLines, variableLines } from './render-known-dependencies';

const causesShown = 30;

const scopes: Readonly<Record<FallbackScope, string>> = {
  project: 'whole project',
  code: 'all reachable code, all data files',
  data: 'all data files',
  module: 'whole module',
};

/**
 * Renders the diagnosis for people to read: the setup, what each project lacks, a table of causes for each
 * task, and the next step for each kind.
 */
export function renderDiagnosis(diagnosis: Diagnosis, colors: Colors): string {
  const { diagnoses, uncovered } = diagnosis;
  const parts = [
    [colors.bold('Setup'), ...setupLines(checkedItems(diagnosis), colors)],
    uncoveredSection(uncovered, colors),
    unlistedLines(diagnosis, colors),
    variableLines(diagnosis, colors),
    ...diagnoses.map((one) => taskLines(one, colors)),
    nextLines(diagnoses, colors),
    ['`testmon doctor --report` prints a summary without names and paths, for a bug report.'],
  ];
  return parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n');
}

/** A problem of the setup is shown once, although it may also prevent reading the store or tasks. */
function setupLines(items: readonly CheckedItem[], colors: Colors): string[] {
  const shown = new Set<string>();
  return items.flatMap(({ name, isTask, found, problems }) => {
    if (problems.length === 0) return [`  ${colors.green('ok')}    ${printable(found)}`];
    // The problems of a task do not contain its name.
    const task = isTask ? `${printable(name)}: ` : '';
    return problems.flatMap((problem) => {
      const text = renderProblem(problem);
      if (shown.has(text)) return [];
      if (!isTask) shown.add(text);
      const mark = markOfProblems([problem]) === 'fix' ? colors.red('fix  ') : colors.yellow('check');
      return [`  ${mark} ${task}${text}`];
    });
  });
}

function uncoveredSection(uncovered: readonly UncoveredProject[], colors: Colors): string[] {
  if (uncovered.length === 0) return [];
  return [
    colors.bold('Tests that nx-testmon does not run'),
    ...uncovered.map(({ problem }) => `  ${colors.yellow('check')} ${renderProblem(problem)}`),
  ];
}

function taskLines(task: TaskDiagnosis, colors: Colors): string[] {
  const { project, target, runner, testFiles, withoutFacts, withFallbacks, causes } = task;
  const title = `${colors.bold(printable(project))} ${colors.dim(`(${printable(target)}, ${runner})`)}`;
  const missing = `${count(withoutFacts, 'test file')} without facts`;
  if (testFiles > 0 && withoutFacts === testFiles) return [`${title}: ${missing}`];
  const more = causes.length - causesShown;
  return [
    `${title}: ${describeDependents(withFallbacks, testFiles)}`,
    ...(withoutFacts === 0 ? [] : [`  ${missing}`]),
    ...(causes.length === 0 ? [] : [causeTable(causes.slice(0, causesShown))]),
    ...(more > 0 ? [`  and ${count(more, 'more cause')}; --json lists them all`] : []),
  ];
}

function causeTable(causes: readonly CauseDiagnosis[]): string {
  return renderTable({
    head: ['  test files', 'depends on', 'cause'],
    align: ['right', 'left', 'left'],
    rows: causes.map(({ fallback, testFiles }) => [
      String(testFiles.length),
      scopes[scopeOfFallback(fallback)],
      printable(describeFallback(fallback)),
    ]),
  });
}

/** Shows each kind once. */
function nextLines(diagnoses: readonly TaskDiagnosis[], colors: Colors): string[] {
  const kinds = new Set<FallbackKind>(
    diagnoses.flatMap(({ causes }) => causes.map(({ fallback }) => fallback.kind)),
  );
  if (kinds.size === 0) return [];
  return [
    colors.bold('What to do'),
    ...[...kinds].flatMap((kind) => {
      const { heading, explanation, next } = fallbackTable[kind];
      return [`  ${heading}`, `    ${explanation} ${next}`];
    }),
  ];
}
