import { count, printable } from '@nx-testmon/core';
import { describeDuration, type FoundCode, type SourceExplanation } from '@nx-testmon/engine';
import type { Colors } from 'picocolors/types';
import { boundedNodes, renderTree, type TreeNode } from './render-tree';
import { countTestFiles } from './source-document';

const itemsShown = 20;

type Dependent = SourceExplanation['dependents'][number];
type Relation = Dependent['relation'];

export interface SourceToRender {
  readonly code: FoundCode;
  readonly tasks: readonly SourceExplanation[];
}

/** Renders which test files execute code, or depend on a file, as a tree. */
export function renderSource(source: SourceToRender, colors: Colors): string {
  const { code, tasks } = source;
  const dependents = tasks.flatMap((task) => task.dependents);
  const nodes = [
    ...branchNodes(code),
    ...relations.flatMap((relation) => relationNodes(relation, dependents, source, colors)),
    ...untestedNodes(source),
    ...unknownNodes(tasks),
  ];
  return renderTree({ text: describeAnswer(source, dependents, colors), children: nodes }).join('\n');
}

const relations: readonly Relation[] = [
  'executes',
  'depends',
  'loads',
  'reads',
  'configured',
  'lists',
  'packages',
  'group',
];

/** @param canExecute whether the code contains functions or branches */
function relationText(relation: Relation, dependents: number, canExecute: boolean): string {
  const testFiles = count(dependents, 'test file');
  const depend = dependents === 1 ? 'depends' : 'depend';
  switch (relation) {
    case 'executes':
      return `executed by ${testFiles}`;
    case 'depends':
      return canExecute
        ? `${testFiles} may execute it (static dependencies only)`
        : `used by the code of ${testFiles}`;
    case 'loads':
      return `loaded, but not ${canExecute ? 'executed' : 'used'} by ${testFiles}`;
    case 'reads':
      return `read or looked up by ${testFiles}`;
    case 'configured':
      return `affects module resolution or compilation for ${testFiles}`;
    case 'lists':
      return `in a folder listed by ${testFiles}`;
    case 'packages':
      return `${testFiles} ${depend} on packages locked in it`;
    case 'group':
      return `${testFiles} ${depend} on it through a fallback`;
  }
}

function describeAnswer(
  { code, tasks }: SourceToRender,
  dependents: readonly Dependent[],
  colors: Colors,
): string {
  const name = colors.bold(printable(titleOf(code)));
  const all = tasks.reduce((sum, { testFiles }) => sum + testFiles, 0);
  const of = (number: number) => `${number} of ${count(all, 'test file')}`;
  const executing = dependents.filter(({ relation }) => relation === 'executes').length;
  if (executing > 0) return `${name} is ${colors.green('executed')} by ${of(executing)}`;
  if (canExecute(code)) {
    const isKnown = isAllKnown(dependents, tasks);
    const none = isKnown ? 'no test executes it' : 'no test is known to execute it';
    return `${name}: ${colors.yellow(none)} (of ${count(all, 'test file')})`;
  }
  return dependents.length > 0
    ? `${name}: ${of(dependents.length)} ${dependents.length === 1 ? 'depends' : 'depend'} on it`
    : `${name}: ${colors.yellow('no test file is known to depend on it')} (of ${count(all, 'test file')})`;
}

/** Whether the executed code of every test file is known. */
function isAllKnown(dependents: readonly Dependent[], tasks: readonly SourceExplanation[]): boolean {
  return (
    tasks.every(({ withoutFacts }) => withoutFacts === 0) &&
    dependents.every(({ relation }) => relation !== 'depends' && relation !== 'group')
  );
}

/** Titles such as `src/cart.ts`, `src/cart.ts:12 Cart.total()`, `src/cart.ts:3 add() and 2 more`. */
function titleOf({ file, isWholeFile, line, blocks }: FoundCode): string {
  if (isWholeFile) return file;
  const more = blocks.length > 1 ? ` and ${blocks.length - 1} more` : '';
  return `${line === undefined ? file : `${file}:${line}`} ${blocks[0] ?? ''}${more}`;
}

function canExecute({ blocks, parts }: FoundCode): boolean {
  return blocks.some((name) => parts.has(name));
}

function branchNodes({ branches, file }: FoundCode): TreeNode[] {
  return branches.map((name) => ({
    text: `a branch starts on this line: ${printable(`${file}#${name}`)}`,
  }));
}

function relationNodes(
  relation: Relation,
  dependents: readonly Dependent[],
  { code, tasks }: SourceToRender,
  colors: Colors,
): TreeNode[] {
  const found = dependents.filter((one) => one.relation === relation);
  if (found.length === 0) return [];
  const severalProjects = new Set(tasks.map(({ project }) => project)).size > 1;
  const children = boundedNodes(found, { limit: itemsShown, noun: 'test file' }, (one) => {
    const facts = [
      ...(code.blocks.length > 1 && relation === 'executes' ? [count(one.blocks.length, 'function')] : []),
      one.lastRun === undefined ? 'assumed passing' : describeRun(one.lastRun),
      ...(one.isCurrent ? [] : ['before the code was changed']),
      ...(severalProjects ? [`project ${printable(one.project)}`] : []),
    ];
    return { text: `${printable(one.file)}  ${colors.dim(facts.join(', '))}` };
  });
  return [{ text: relationText(relation, found.length, canExecute(code)), children }];
}

function describeRun({ outcome, durationMs }: NonNullable<Dependent['lastRun']>): string {
  return `${outcome} in ${describeDuration(durationMs)}`;
}

/** If there are several functions, those that no test executes. */
function untestedNodes({ code, tasks }: SourceToRender): TreeNode[] {
  const { functions, file } = code;
  const untested = countTestFiles(code, tasks).filter(({ testFiles }) => testFiles === 0);
  if (functions.length < 2 || untested.length === 0) return [];
  const children = boundedNodes(untested, { limit: itemsShown, noun: 'function' }, ({ name, line }) => ({
    text: printable(`${file}:${line} ${name}`),
  }));
  return [
    {
      text: `not executed by any test: ${untested.length} of ${count(functions.length, 'function')}`,
      children,
    },
  ];
}

function unknownNodes(tasks: readonly SourceExplanation[]): TreeNode[] {
  const unknown = tasks.reduce((sum, { withoutFacts }) => sum + withoutFacts, 0);
  if (unknown === 0) return [];
  return [
    {
      text: `${count(unknown, 'test file')} ${unknown === 1 ? 'has' : 'have'} no facts in this environment`,
    },
  ];
}
