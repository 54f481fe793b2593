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
import Table from 'cli-table3';
import type { Colors } from 'picocolors/types';
import { plainTable } from '../../output/plain-table';
import { type CheckedItem, checkedItems, type Diagnosis } from './diagnosis';
import { unlistedLines, variableLines } from './render-known-dependencies';

const causesShown = 30;

const scopes: Readonly<Record<FallbackScope, string>> = {
  project: 'whole project',
  code: 'all reachable code, all data files',
  data: 'all data files',
  module: 'whole module',
};

/** For people: the setup, what each project lacks, a table of causes for each task, and what to do about each kind. */
export function renderDiagnosis(diagnosis: Diagnosis, colors: Colors): string {
  const { diagnoses, uncovered } = diagnosis;
  const parts = [
    [colors.bold('Setup'), ...checkedItems(diagnosis).flatMap((item) => checkLines(item, colors))],
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

function checkLines({ name, isTask, found, problems }: CheckedItem, colors: Colors): string[] {
  if (problems.length === 0) return [`  ${colors.green('ok')}    ${printable(found)}`];
  // The problems of a task don't say which it is.
  const task = isTask ? `${printable(name)}: ` : '';
  return problems.map((problem) => {
    const mark = markOfProblems([problem]) === 'fix' ? colors.red('fix  ') : colors.yellow('check');
    return `  ${mark} ${task}${renderProblem(problem)}`;
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
  const more = causes.length - causesShown;
  return [
    `${colors.bold(printable(project))} ${colors.dim(`(${printable(target)}, ${runner})`)}: ${describeDependents(withFallbacks, testFiles)}`,
    ...(withoutFacts === 0
      ? []
      : [`  ${count(withoutFacts, 'test file')} without facts (not collected yet)`]),
    ...(causes.length === 0 ? [] : [causeTable(causes.slice(0, causesShown))]),
    ...(more > 0 ? [`  and ${count(more, 'more cause')}; --json lists them all`] : []),
  ];
}

function causeTable(causes: readonly CauseDiagnosis[]): string {
  const table = new Table({
    ...plainTable,
    head: ['  test files', 'depends on', 'cause'],
    colAligns: ['right', 'left', 'left'],
  });
  table.push(
    ...causes.map(({ fallback, testFiles }) => [
      String(testFiles.length),
      scopes[scopeOfFallback(fallback)],
      printable(describeFallback(fallback)),
    ]),
  );
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}

/** Each kind once. */
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
