import {
  type BlockKey,
  type Decision,
  describeFallback,
  everyPackage,
  type Fallback,
  type FallbackScope,
  listNames,
  parseBlockId,
  printable,
  scopeOfFallback,
} from '@nx-testmon/core';

/**
 * One line for people to read: why a test file runs or is skipped.
 *
 * @param fallbacks of the test file
 */
export function describeDecision(decision: Decision, fallbacks: readonly Fallback[] = []): string {
  switch (decision.kind) {
    case 'skipped':
      return decision.seeded
        ? 'assumed passing (seeded, not run): nothing it can reach has changed since the base commit'
        : 'nothing it depends on has changed since it passed';
    case 'new':
      return 'new: no facts stored';
    case 'changed':
      return describeChange(decision.blocks, fallbacks);
    case 'failed-before':
      return 'failed before, and has not passed with the current code';
    case 'environment-changed':
      return 'environment changed: no facts stored for this environment';
    case 'not-comparable':
      return "not comparable: its last execution can't be compared with the current code";
  }
}

function describeChange(blocks: readonly BlockKey[], fallbacks: readonly Fallback[]): string {
  const names = blocks.flatMap((block) => variableOfBlock(block) ?? []);
  const others = blocks.filter((block) => variableOfBlock(block) === undefined);
  const variables = `environment variable${names.length === 1 ? '' : 's'} ${shorten(names)} changed`;
  if (others.length === 0) return variables;
  const [cause, ...more] = new Set(others.flatMap((block) => causesOfBlock(block, fallbacks)));
  const rest = more.length === 0 ? '' : `, and ${more.length} more`;
  const why = cause === undefined ? '' : ` (${cause}${rest})`;
  return `changed: ${shorten(others)}${why}${names.length === 0 ? '' : `; ${variables}`}`;
}

/** Why a block stands for more than was executed and read: sentences without periods. */
export function causesOfBlock(block: BlockKey, fallbacks: readonly Fallback[]): readonly string[] {
  const scopes = scopesOfBlock(block);
  const causes = fallbacks.filter((one) => scopes.includes(scopeOfFallback(one)));
  return [...new Set(causes.map((one) => printable(describeFallback(one))))];
}

function scopesOfBlock(block: BlockKey): readonly FallbackScope[] {
  const id = parseBlockId(block);
  switch (id?.kind) {
    case 'project':
      return ['project'];
    case 'package':
      return id.name === everyPackage ? ['project'] : [];
    case 'data':
      return ['data', 'code'];
    default:
      return [];
  }
}

/** Name of the environment variable that a block stands for; `undefined` for any other block. */
export function variableOfBlock(block: BlockKey): string | undefined {
  const id = parseBlockId(block);
  return id?.kind === 'variable' ? id.name : undefined;
}

function shorten(blocks: readonly string[]): string {
  return listNames(blocks.map(printable), 3);
}

/** Milliseconds as text: `4m 10s`, `3.2s`, `40ms`. */
export function describeDuration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)}ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)}s`;
  const seconds = Math.round(ms / 1000);
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}m ${seconds % 60}s`;
  return `${Math.floor(minutes / 60)}h ${minutes % 60}m`;
}
