import { packageNameOf } from '@nx-testmon/core';
import type { AttributionPolicy } from '../attribution/attribution-policy';
import type { Caller, EventOf } from './read-event';
import type { TraceOwner, TraceState } from './trace-state';
import { copiedVariables, detectors, kindOfVariable } from './variable-names';

/** Whether reading a variable adds nothing, independently of the caller. */
export function isVariableSettled(policy: AttributionPolicy, state: TraceState, name: string): boolean {
  if (kindOfVariable(name) === 'never') return true;
  if (state.observations[policy.currentOwner].ownVariables.has(name)) return true;
  return policy.ownersOf(state).every((owner) => state.observations[owner].variables.has(name));
}

/**
 * Whether writing a variable changes nothing, independently of the caller.
 *
 * @param isRestored true if it has its original value again
 */
export function isVariableWriteSettled(
  policy: AttributionPolicy,
  state: TraceState,
  name: string,
  isRestored: boolean,
): boolean {
  if (kindOfVariable(name) === 'never') return true;
  const isOwnFor = (owner: TraceOwner) => state.observations[owner].ownVariables.has(name);
  return policy.ownersOfCreated(state).every((owner) => isOwnFor(owner) !== isRestored);
}

export function countVariableRead(
  policy: AttributionPolicy,
  state: TraceState,
  { name, caller }: EventOf<'VariableRead'>,
): void {
  if (isVariableSettled(policy, state, name)) return;
  const resolved = policy.resolveCaller(state, caller);
  if (counts(policy, state, name, resolved)) addVariable(policy, state, name, resolved);
}

/**
 * A value that code has set itself does not come from outside. Before a test file starts, the test runner
 * also sets variables to values that come from outside.
 */
export function countVariableWritten(
  policy: AttributionPolicy,
  state: TraceState,
  { name, caller, isRestored }: EventOf<'VariableWritten'>,
): void {
  const { by } = policy.resolveCaller(state, caller);
  if (by !== 'other' && (by !== 'runner' || state.isBetweenTestFiles)) return;
  for (const owner of policy.ownersOfCreated(state)) {
    const { ownVariables } = state.observations[owner];
    if (isRestored) ownVariables.delete(name);
    else ownVariables.add(name);
  }
}

export function countVariablesCopied(
  policy: AttributionPolicy,
  state: TraceState,
  { caller }: EventOf<'VariablesCopied'>,
): void {
  const resolved = policy.resolveCaller(state, caller);
  if (resolved.by !== 'other') return;
  // A package that works for the test runner copies them for the test runner's own processes.
  if (state.isBetweenTestFiles && resolved.isForTest !== true && packageIn(resolved) !== undefined) return;
  for (const name of copiedVariables)
    if (!isVariableSettled(policy, state, name)) addVariable(policy, state, name, resolved);
}

function counts(policy: AttributionPolicy, state: TraceState, name: string, caller: Caller): boolean {
  const isAlways = kindOfVariable(name) === 'always';
  switch (caller.by) {
    case 'loader':
    case 'search':
    case 'own':
      return false;
    case 'runner':
      if (caller.replaces === true || state.isBetweenTestFiles) return false;
      return policy.countsRunnerVariables && isAlways;
    case 'other': {
      const name = packageIn(caller);
      if (isAlways) return name === undefined || !detectors.test(name);
      return name === undefined && caller.file !== undefined && caller.isThroughNode !== true;
    }
  }
}

/**
 * Vite writes the configuration that it bundles into a hidden folder of `node_modules`, which is not a
 * package.
 */
function packageIn({ file }: Caller): string | undefined {
  return file === undefined ? undefined : packageNameOf(file);
}

function addVariable(policy: AttributionPolicy, state: TraceState, name: string, caller: Caller): void {
  for (const owner of policy.ownersOf(state, caller)) state.observations[owner].variables.add(name);
}
