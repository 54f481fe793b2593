import {
  type BlockKey,
  count,
  describeFallback,
  parseBlockId,
  printable,
  type TestDependencies,
} from '@nx-testmon/core';
import { causesOfBlock, describeDecision, variableOfBlock } from './reason';
import type { SelectedTestFile } from '../task';

const blocksShown = 5;
const causesShown = 10;

/** What a test file depends on. */
export interface ExplainedDependencies {
  /** By its code alone. */
  readonly reachable: TestDependencies;
  /** If it executes what it did when it last ran; absent where that is not known. */
  readonly executed?: TestDependencies | undefined;
}

/** Why a test file would or would not run, with the path from each changed block to the test. */
export function renderExplanation(file: SelectedTestFile, dependencies: ExplainedDependencies): string {
  const { testFile, decision, fallbacks } = file;
  const { reachable } = dependencies;
  const outcome = decision.kind === 'skipped' ? 'would be skipped' : 'would run';
  const lines = [
    `${printable(testFile.path)} ${outcome}: ${describeDecision(decision, fallbacks)}`,
    `  suite: ${printable(testFile.suite)}`,
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

/** From the changed block, one step a line, to the test file. */
function renderPath(
  block: BlockKey,
  { fallbacks }: SelectedTestFile,
  { reachable, executed }: ExplainedDependencies,
): string[] {
  const variable = variableOfBlock(block);
  if (variable !== undefined)
    return [`  environment variable ${printable(variable)}`, '    read by this test in its last run'];
  if (isRead(block)) return [`  ${printable(block)}`, '    read by this test in its last run'];
  const found = [executed, reachable].find((one) => one?.hashes.has(block));
  const why = causesOfBlock(block, fallbacks).map((cause) => `    whole, because ${cause}`);
  if (!found) return [`  ${printable(block)}`, ...why, '    no longer reached by this test, or deleted'];
  const lines = [`  ${printable(block)}`, ...why];
  const seen = new Set<string>([block]);
  for (let step = found.causes.get(block); step !== undefined && !seen.has(step);) {
    seen.add(step);
    lines.push(`    ← ${printable(step)}`);
    step = found.causes.get(step);
  }
  return lines;
}

/** Whether a block is something that the test read, rather than code that it reaches. */
function isRead(block: BlockKey): boolean {
  const kind = parseBlockId(block)?.kind;
  return kind === 'read' || kind === 'list' || kind === 'find' || kind === 'load';
}
