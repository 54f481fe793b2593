import { type BlockKey, count, parseBlockId, printable, type TestDependencies } from '@nx-testmon/core';
import { describeDecision, variableOfBlock } from './reason';
import type { SelectedTestFile } from '../task';

const blocksShown = 5;

/** Why a test file would or would not run, with the path from each changed block to the test. */
export function renderExplanation(file: SelectedTestFile, dependencies: TestDependencies): string {
  const { testFile, decision } = file;
  const outcome = decision.kind === 'skipped' ? 'would be skipped' : 'would run';
  const lines = [
    `${printable(testFile.path)} ${outcome}: ${describeDecision(decision)}`,
    `  suite: ${printable(testFile.suite)}`,
  ];
  lines.push(
    `  depends on ${count(dependencies.hashes.size, 'block')}, loads ${count(dependencies.modules.size, 'module')}`,
  );
  if (decision.kind === 'changed') {
    for (const block of decision.blocks.slice(0, blocksShown))
      lines.push('', ...renderPath(block, dependencies));
    const more = decision.blocks.length - blocksShown;
    if (more > 0) lines.push('', `  and ${count(more, 'more changed block')}`);
  }
  return lines.join('\n');
}

/** From the changed block, one step a line, to the test file. */
function renderPath(block: BlockKey, { hashes, causes, fallbacks }: TestDependencies): string[] {
  const variable = variableOfBlock(block);
  if (variable !== undefined)
    return [`  environment variable ${printable(variable)}`, '    read by this test in its last run'];
  if (isRead(block)) return [`  ${printable(block)}`, '    read by this test in its last run'];
  if (!hashes.has(block)) return [`  ${printable(block)}`, '    no longer reached by this test, or deleted'];
  const fallback = fallbacks.get(block);
  const why = fallback === undefined ? [] : [`    all of it counts: ${printable(fallback)}`];
  const lines = [`  ${printable(block)}`, ...why];
  const seen = new Set<string>([block]);
  for (let step = causes.get(block); step !== undefined && !seen.has(step); step = causes.get(step)) {
    seen.add(step);
    lines.push(`    ← ${printable(step)}`);
  }
  return lines;
}

/** Whether a block is something that the test read, rather than code that it reaches. */
function isRead(block: BlockKey): boolean {
  const kind = parseBlockId(block)?.kind;
  return kind === 'read' || kind === 'list' || kind === 'find' || kind === 'load';
}
