import type { Breaker, ProblemOf } from '@nx-testmon/core';
import { refuseStore, writeBreaker } from '@nx-testmon/store';
import type { TaskSession } from '../task-session';
import { isMissedByAudit } from './missed-by-audit';
import type { Verification } from './verify-selection';

/** The result of setting a breaker. Nothing is stored if nothing is collected. */
export type SetBreaker =
  | { readonly kind: 'stored'; readonly breaker: Breaker }
  | { readonly kind: 'not-collecting' }
  | {
      readonly kind: 'failed';
      readonly problem: ProblemOf<'breaker-not-written' | 'store-refused'>;
    };

/**
 * Turns off the selection of a project if an audit missed a test file.
 *
 * @returns `undefined` if no test file was missed
 */
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
  const detail = writeBreaker(paths, breaker);
  if (detail === undefined) return { kind: 'stored', breaker };
  return { kind: 'failed', problem: { kind: 'breaker-not-written', file: paths.breakers, detail } };
}
