import { count, printable, renderProblem } from '@nx-testmon/core';
import type { UnlistedDependencies } from '@nx-testmon/engine';
import type { Colors } from 'picocolors/types';
import { renderTable } from '../../output/plain-table';
import { type Diagnosis, unknownToNx } from './diagnosis';

const dependenciesNamed = 5;
const variablesShown = 30;

/** Renders what tests depend on without Nx knowing it, with one line for each project. */
export function unlistedLines(diagnosis: Diagnosis, colors: Colors): string[] {
  const found = unknownToNx(diagnosis);
  if (found.length === 0) return [];
  return [
    colors.bold('Dependencies that Nx does not know'),
    ...found.map((one) => `  ${colors.yellow('check')} ${describeUnlisted(one)}`),
  ];
}

function describeUnlisted({ project, inputs, projects }: UnlistedDependencies): string {
  const all = [
    ...inputs.map(({ input }) => input.replace('{workspaceRoot}/', '')),
    ...projects.map(({ name }) => `the project ${name}`),
  ];
  const more = all.length - dependenciesNamed;
  const dependencies = [...all.slice(0, dependenciesNamed), ...(more > 0 ? [`${more} more`] : [])];
  return renderProblem({ kind: 'unlisted-dependencies', project, dependencies });
}

interface VariableRow {
  readonly projects: string[];
  testFiles: number;
  isInput: boolean;
  isSet: boolean;
}

/**
 * Renders the variables that the tests of all projects read. Packages read many that nobody sets, so these
 * are only counted. Values are unknown here.
 */
export function variableLines({ unlisted, usesNx }: Diagnosis, colors: Colors): string[] {
  const rows = variableRows(unlisted);
  if (rows.size === 0) return [];
  const sorted = [...rows]
    .filter(([, { isSet }]) => isSet)
    .sort(([, one], [, other]) => other.testFiles - one.testFiles);
  const unset = rows.size - sorted.length;
  const more = sorted.length - variablesShown;
  return [
    colors.bold('Environment variables that tests read'),
    ...(sorted.length > 0 ? [variableTable(sorted.slice(0, variablesShown), usesNx)] : []),
    ...(more > 0 ? [`  and ${count(more, 'more variable')}; --json lists them all`] : []),
    ...(unset > 0 ? [`  ${count(unset, 'variable')} without a value; --json lists them all`] : []),
    '  Use the same values on all machines that share facts: a different value selects these test files.',
    ...(usesNx && sorted.some(([, { isInput }]) => !isInput)
      ? [
          '  Nx\'s cache ignores variables that are not inputs: add { "env": "NAME" } to the inputs of the target.',
        ]
      : []),
  ];
}

function variableRows(unlisted: Diagnosis['unlisted']): Map<string, VariableRow> {
  const rows = new Map<string, VariableRow>();
  for (const { project, variables } of unlisted)
    for (const { name, testFiles, isInput, isSet } of variables) {
      const row = rows.get(name) ?? { projects: [], testFiles: 0, isInput: true, isSet: false };
      rows.set(name, row);
      row.projects.push(project);
      row.testFiles += testFiles.length;
      row.isInput &&= isInput;
      row.isSet ||= isSet;
    }
  return rows;
}

function variableTable(rows: readonly [string, VariableRow][], usesNx: boolean): string {
  return renderTable({
    head: ['  test files', 'variable', ...(usesNx ? ['input of Nx'] : []), 'projects'],
    align: ['right', 'left', 'left', 'left'],
    rows: rows.map(([name, { testFiles, isInput, projects }]) => [
      String(testFiles),
      printable(name),
      ...(usesNx ? [isInput ? 'yes' : 'no'] : []),
      printable(listed(projects)),
    ]),
  });
}

function listed(projects: readonly string[]): string {
  const more = projects.length - dependenciesNamed;
  return [...projects.slice(0, dependenciesNamed), ...(more > 0 ? [`${more} more`] : [])].join(', ');
}
