import { count, describeFallback, fallbackTable, printable } from '@nx-testmon/core';
import { describeDuration, type TestFileExplanation, variableOfBlock } from '@nx-testmon/engine';
import type { Colors } from 'picocolors/types';
import { describeMinute } from '../../output/describe-minute';
import { boundedNodes, renderTree, type TreeNode } from './render-tree';

const changesShown = 5;
const itemsShown = 10;

type Dependencies = TestFileExplanation['dependencies'];
type Change = TestFileExplanation['changes'][number];
type Module = Dependencies['modules'][number];

/** Renders why a test file would run or be skipped, and what it depends on, as a tree. */
export function renderTestFile(explanation: TestFileExplanation, colors: Colors): string {
  const { file, isSelected, reason, project, target, suite, lastRun, dependencies } = explanation;
  const outcome = isSelected ? colors.yellow('would run') : colors.green('would be skipped');
  const nodes: TreeNode[] = [
    {
      text: colors.dim(
        `project ${printable(project)}, target ${printable(target)}, test configuration ${printable(suite)}`,
      ),
    },
    ...(lastRun === undefined ? [] : [{ text: describeRun(lastRun) }]),
    ...changeNodes(explanation, colors),
    ...moduleNodes(dependencies, colors),
    ...fileNodes(dependencies),
    ...otherNodes(dependencies, colors),
    ...fallbackNodes(explanation, colors),
  ];
  return renderTree({ text: `${colors.bold(printable(file))} ${outcome}: ${reason}`, children: nodes }).join(
    '\n',
  );
}

function describeRun({ outcome, durationMs, endedAt }: NonNullable<TestFileExplanation['lastRun']>): string {
  return `${outcome} in ${describeDuration(durationMs)} when it last ran (${describeMinute(endedAt)})`;
}

function changeNodes({ changes }: TestFileExplanation, colors: Colors): TreeNode[] {
  if (changes.length === 0) return [];
  const children = boundedNodes(changes, { limit: changesShown, noun: 'changed block' }, (change) =>
    changeNode(change, colors),
  );
  return [{ text: count(changes.length, 'changed block'), children }];
}

/** One step on each line, from the changed block to the test file. */
function changeNode({ block, kind, steps, causes }: Change, colors: Colors): TreeNode {
  const variable = variableOfBlock(block);
  const name = variable === undefined ? block : `environment variable ${variable}`;
  const lines = [
    ...causes.map((cause) => `fallback: ${cause}`),
    ...lastLines[kind],
    ...steps.map((step) => `← ${printable(step)}`),
  ];
  return {
    text: colors.yellow(printable(name)),
    children: lines.map((text) => ({ text })),
  };
}

const lastLines: Readonly<Record<Change['kind'], readonly string[]>> = {
  reached: [],
  read: ['read by this test in its last run'],
  variable: ['read by this test in its last run'],
  gone: ['no longer reached by this test, or deleted'],
};

function moduleNodes({ basis, modules }: Dependencies, colors: Colors): TreeNode[] {
  const executed = modules.filter((one) => (one.executed?.length ?? 0) > 0);
  // A module without functions has no probes.
  const isUnknown = (one: Module) => one.executed === undefined && (basis === 'code' || one.functions > 0);
  const loaded = modules.filter((one) => (one.executed?.length ?? 0) === 0 && !isUnknown(one));
  const unknown = modules.filter(isUnknown);
  const functions = executed.reduce((sum, one) => sum + (one.executed?.length ?? 0), 0);
  const nodesOf = (list: readonly Module[], toText: (one: Module) => string = pathOf) =>
    boundedNodes(list, { limit: itemsShown, noun: 'module' }, (one) => ({ text: toText(one) }));
  const withCount = (one: Module) =>
    `${pathOf(one)}  ${colors.dim(`${one.executed?.length} of ${count(one.functions, 'function')}`)}`;
  const byCode = basis === 'code' ? 'can reach' : 'loads';
  const found: [text: string, children: TreeNode[]][] = [
    [
      `executes ${count(functions, 'function')} in ${count(executed.length, 'module')}`,
      nodesOf(executed, withCount),
    ],
    [
      `loads ${count(loaded.length, 'module')} without executing any of ${loaded.length === 1 ? 'its' : 'their'} functions`,
      nodesOf(loaded),
    ],
    [`${byCode} ${count(unknown.length, 'module')} whose executed functions are unknown`, nodesOf(unknown)],
  ];
  return found.flatMap(([text, children]) => (children.length === 0 ? [] : [{ text, children }]));
}

function pathOf({ path }: { readonly path: string }): string {
  return printable(path);
}

function fileNodes({ files }: Dependencies): TreeNode[] {
  const texts = {
    content: (number: number) => `reads ${count(number, 'file')}`,
    names: (number: number) => `lists ${count(number, 'folder')}`,
    presence: (number: number) => `looks up ${count(number, 'path')}`,
  };
  return (['content', 'names', 'presence'] as const).flatMap((use) => {
    const found = files.filter((one) => one.use === use);
    return listNode(texts[use](found.length), found.map(pathOf), 'path');
  });
}

function otherNodes(dependencies: Dependencies, colors: Colors): TreeNode[] {
  const { packages, variables, configuration, groups } = dependencies;
  const packageTexts = packages.map(({ name, versions }) =>
    `${printable(name)}  ${colors.dim(versions.map(printable).join(', '))}`.trimEnd(),
  );
  const configurationTexts = configuration.map((one) => `${pathOf(one)}  ${colors.dim(one.kind)}`);
  return [
    ...listNode(`uses ${count(packages.length, 'package')}`, packageTexts, 'package'),
    ...listNode(
      `reads ${count(variables.length, 'environment variable')}`,
      variables.map(printable),
      'environment variable',
    ),
    ...listNode(
      `is configured by ${count(configuration.length, 'file or folder', 'files and folders')}`,
      configurationTexts,
      'configuration',
    ),
    ...listNode('also depends on', groups.map(describeGroup), 'group'),
  ];
}

function describeGroup({ kind, name }: Dependencies['groups'][number]): string {
  switch (kind) {
    case 'project':
      return `project ${printable(name)}`;
    case 'data':
      return `data files in ${printable(name)}`;
    case 'declared':
      return `files that match ${printable(name)} (dependsOnFiles)`;
    case 'packages':
      return 'all installed packages';
  }
}

function fallbackNodes({ fallbacks }: TestFileExplanation, colors: Colors): TreeNode[] {
  if (fallbacks.length === 0) return [];
  const children = boundedNodes(fallbacks, { limit: itemsShown, noun: 'cause' }, (fallback) => ({
    text: printable(describeFallback(fallback)),
    children: [{ text: colors.dim(`to avoid this: ${fallbackTable[fallback.kind].next}`) }],
  }));
  return [{ text: 'depends on more than it executes and reads', children }];
}

function listNode(text: string, items: readonly string[], noun: string): TreeNode[] {
  if (items.length === 0) return [];
  return [{ text, children: boundedNodes(items, { limit: itemsShown, noun }, (item) => ({ text: item })) }];
}
