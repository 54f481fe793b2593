import { type BlockKey, count, describeFallback, printable } from '@nx-testmon/core';
import { type ChangePath, type ExplainedDependencies, findChangePath } from './change-path';
import { describeDecision, variableOfBlock } from './reason';
import type { SelectedTestFile } from '../described-selection';

const blocksShown = 5;
const causesShown = 10;

/** Renders why a test file would or would not run, with the path from each changed block to the test. */
export function renderExplanation(file: SelectedTestFile, dependencies: ExplainedDependencies): string {
  const { testFile, decision, fallbacks } = file;
  const { reachable } = dependencies;
  const outcome = decision.kind === 'skipped' ? 'would be skipped' : 'would run';
  const lines = [
    `${printable(testFile.path)} ${outcome}: ${describeDecision(decision, fallbacks)}`,
    `  test configuration: ${printable(testFile.suite)}`,
  ];
  lines.push(
    `  depends on ${count(reachable.hashes.size, 'block')}, loads ${count(reachable.modules.size, 'module')}`,
  );
  if (fallbacks.length > 0) lines.push(...renderFallbacks(file));
  if (decision.kind === 'changed') {
    for (const block of decision.blocks.slice(0, blocksShown))
      lines.push('', ...renderPath(block, file, dependencies));
    const more = decision.blocks.length - blocksShown;
    if (more > 0) lines.push('', `  and ${count(more, 'more changed block')}`);
  }
  return lines.join('\n');
}

function renderFallbacks({ fallbacks }: SelectedTestFile): string[] {
  const causes = [...new Set(fallbacks.map(describeFallback))];
  const more = causes.length - causesShown;
  return [
    '  depends on more than it executes and reads:',
    ...causes.slice(0, causesShown).map((cause) => `    ${printable(cause)}`),
    ...(more > 0 ? [`    and ${count(more, 'more cause')}`] : []),
  ];
}

/** From the changed block to the test file, with one step on each line. */
function renderPath(
  block: BlockKey,
  { fallbacks }: SelectedTestFile,
  dependencies: ExplainedDependencies,
): string[] {
  const { kind, steps, causes } = findChangePath(block, fallbacks, dependencies);
  const variable = variableOfBlock(block);
  const name = variable === undefined ? block : `environment variable ${variable}`;
  const why = causes.map((cause) => `    fallback: ${cause}`);
  return [
    `  ${printable(name)}`,
    ...why,
    ...lastLines[kind],
    ...steps.map((step) => `    ← ${printable(step)}`),
  ];
}

const lastLines: Readonly<Record<ChangePath['kind'], readonly string[]>> = {
  reached: [],
  read: ['    read by this test in its last run'],
  variable: ['    read by this test in its last run'],
  gone: ['    no longer reached by this test, or deleted'],
};
