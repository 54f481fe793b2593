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
  type SetupCheck,
  type TaskDiagnosis,
} from '@nx-testmon/engine';
import type { UncoveredProject } from '@nx-testmon/engine/uncovered-projects';
import Table from 'cli-table3';
import type { Colors } from 'picocolors/types';
import type { RefusedTask } from '../../targets/create-task';
import { toUncoveredDocument } from '../../targets/find-uncovered-projects';
import { toFallbackDocument } from '../../output/fallback-document';
import { plainTable } from '../../output/plain-table';

const causesShown = 30;

/** The findings of `testmon doctor`. */
export interface Diagnosis {
  readonly checks: readonly SetupCheck[];
  readonly diagnoses: readonly TaskDiagnosis[];
  /** Tasks that could not be read. */
  readonly refused: readonly RefusedTask[];
  /** Projects that have tests and no target of nx-testmon. */
  readonly uncovered: readonly UncoveredProject[];
}

const scopes: Readonly<Record<FallbackScope, string>> = {
  project: 'whole project',
  code: 'all reachable code, all data files',
  data: 'all data files',
  module: 'whole module',
};

/** What `testmon doctor --json` prints. */
export type DiagnosisDocument = ReturnType<typeof toDiagnosisDocument>;

export function toDiagnosisDocument({ checks, diagnoses, refused, uncovered }: Diagnosis) {
  return {
    setup: [
      ...checks.map(({ name, found, problems }) => ({
        name,
        ok: problems.length === 0,
        ...(problems.length === 0 ? { found } : {}),
        problems: problems.map((problem) => ({ kind: problem.kind, text: renderProblem(problem) })),
      })),
      ...refused.map(({ name, problems }) => ({
        name,
        ok: false,
        problems: problems.map((problem) => ({ kind: problem.kind, text: renderProblem(problem) })),
      })),
    ],
    projects: diagnoses.map(({ causes, ...task }) => ({ ...task, causes: causes.map(toCauseDocument) })),
    uncovered: uncovered.map(toUncoveredDocument),
  };
}

function toCauseDocument({ fallback, testFiles }: CauseDiagnosis) {
  return { ...toFallbackDocument(fallback), testFiles };
}

/** The same for people: the setup, a table of causes for each project, and what to do about each kind. */
export function renderDiagnosis(
  { checks, diagnoses, refused, uncovered }: Diagnosis,
  colors: Colors,
): string {
  const parts = [
    [
      colors.bold('Setup'),
      ...checks.flatMap((check) => checkLines(check, colors)),
      ...refused.flatMap(({ name, problems }) =>
        problems.map(
          (problem) => `  ${colors.yellow('check')} ${printable(name)}: ${renderProblem(problem)}`,
        ),
      ),
    ],
    uncoveredSection(uncovered, colors),
    ...diagnoses.map((diagnosis) => taskLines(diagnosis, colors)),
    nextLines(diagnoses, colors),
  ];
  return parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n');
}

function checkLines({ found, problems }: SetupCheck, colors: Colors): string[] {
  if (problems.length === 0) return [`  ${colors.green('ok')}    ${printable(found)}`];
  return problems.map((problem) => `  ${colors.yellow('check')} ${renderProblem(problem)}`);
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
