import type { Breaker, ProblemOf } from '@nx-testmon/core';
import { refuseStore, writeBreaker } from '@nx-testmon/store';
import type { TaskSession } from '../task-session';
import { isMissedByAudit } from './missed-by-audit';
import type { Verification } from './verify-selection';

/** What became of a breaker: nothing is stored where nothing is collected. */
export type SetBreaker =
  | { readonly kind: 'stored'; readonly breaker: Breaker }
  | { readonly kind: 'not-collecting' }
  | {
      readonly kind: 'failed';
      readonly problem: ProblemOf<'breaker-not-written' | 'store-refused'>;
    };

/** Turns the selection of a project off if an audit has missed a test file. @returns `undefined` if it has not */
export function setBreaker(
  { task, paths, io }: TaskSession,
  verification: Verification,
): SetBreaker | undefined {
  if (verification.kind !== 'verified' || task.options.audit === 0) return undefined;
  const missed = verification.missed.filter(isMissedByAudit).map(({ file }) => file.testFile);
  if (missed.length === 0) return undefined;
  if (!task.options.collect) return { kind: 'not-collecting' };
  const { project, target, options } = task;
  const breaker: Breaker = { project, target, environment: options.environment, foundAt: io.clock(), missed };
  const refusal = refuseStore(paths, project);
  if (refusal) return { kind: 'failed', problem: refusal };
  const detail = writeBreaker(paths.breakers, breaker);
  if (detail === undefined) return { kind: 'stored', breaker };
  return { kind: 'failed', problem: { kind: 'breaker-not-written', file: paths.breakers, detail } };
}
