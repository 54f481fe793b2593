import {
  addChange,
  type ChangesInRounds,
  effectOf,
  mayBeWritten,
  newlyIgnored,
  noChanges,
  startRound,
} from './files/changes-in-rounds';
import {
  type Round,
  type RoundCause,
  type RoundEnd,
  type RoundScope,
  type RoundTestFile,
  roundTestFileKey,
} from './rounds/round';
import type { WatchAction, WatchCommand, WatchEvent } from './watch-event';

/** What the next round will do; it does not start without a cause. */
interface NextRound {
  readonly command: WatchCommand | undefined;
  /** A cause that is neither a file nor a command. */
  readonly cause: OtherCause | undefined;
  readonly changed: ReadonlySet<string>;
}

type OtherCause = Extract<RoundCause, 'start' | 'filter' | 'projects'>;

export interface WatchState {
  readonly phase: 'idle' | 'running' | 'cancelling' | 'stopping';
  /** The running round. */
  readonly current: Round | undefined;
  readonly next: NextRound;
  /** False while files may still be changing. */
  readonly isQuiet: boolean;
  /** The test files of the last round that ran any. */
  readonly last: readonly RoundTestFile[];
  /** Test files that failed when they last ran. */
  readonly failed: readonly RoundTestFile[];
  readonly filter: string;
  readonly changes: ChangesInRounds;
  /** When the last round ended, in ms since 1970. */
  readonly endedAt: number | undefined;
  /** The code of the worst round so far. */
  readonly exitCode: number;
}

export interface WatchStep {
  readonly state: WatchState;
  readonly actions: readonly WatchAction[];
}

/** A change this shortly after a round may come from it, in ms. */
const settleMs = 500;
/** Editors and checkouts change several files at once. */
const quietMs = 100;
/** Time for the user to save a file between two rounds that tests may have caused. */
const betweenRoundsMs = 2000;

const nothing: NextRound = { command: undefined, cause: undefined, changed: new Set() };

/** The first round runs the test files that are affected since the last run of any command. */
export function startWatch(): WatchStep {
  return startNext({
    phase: 'idle',
    current: undefined,
    next: { ...nothing, cause: 'start' },
    isQuiet: true,
    last: [],
    failed: [],
    filter: '',
    changes: noChanges,
    endedAt: undefined,
    exitCode: 0,
  });
}

/** Computes what follows from an event. One round runs at a time: after a cancel, the next one waits for its end. */
export function stepWatch(state: WatchState, event: WatchEvent): WatchStep {
  if (state.phase === 'stopping' && event.kind !== 'ended') return { state, actions: [] };
  switch (event.kind) {
    case 'file':
      return changeFile(state, event);
    case 'quiet':
      return startNext({ ...state, isQuiet: true });
    case 'command':
      return takeCommand(state, event.command);
    case 'filter':
      return interrupt({ ...state, filter: event.filter, next: { ...state.next, cause: 'filter' } });
    case 'projects':
      return interrupt({ ...state, next: { ...state.next, cause: 'projects' } });
    case 'ended':
      return endRound(state, event.end, event.at);
    case 'stop':
      return stop(state);
  }
}

function changeFile(
  state: WatchState,
  { path, isGone, at }: Extract<WatchEvent, { kind: 'file' }>,
): WatchStep {
  const isSettling = state.endedAt !== undefined && at - state.endedAt < settleMs;
  const isInRound = state.phase !== 'idle' || isSettling;
  const effect = isInRound ? effectOf(state.changes, path) : 'cancels';
  const changes = addChange(state.changes, path, isInRound);
  if (effect === 'is-ignored') {
    const rounds = newlyIgnored(state.changes, path);
    return {
      state: { ...state, changes },
      actions: rounds === undefined ? [] : [{ kind: 'ignores-changes', path, rounds }],
    };
  }
  const changed: WatchState = {
    ...state,
    changes,
    isQuiet: false,
    next: { ...state.next, changed: new Set([...state.next.changed, path]) },
    failed: isGone ? state.failed.filter(({ testFile }) => testFile.path !== path) : state.failed,
  };
  const step = effect === 'cancels' ? cancel(changed) : { state: changed, actions: [] };
  return { ...step, actions: [...step.actions, { kind: 'wait', ms: quietMs }] };
}

function takeCommand(state: WatchState, command: WatchCommand): WatchStep {
  if (command === 'failed' && state.failed.length === 0)
    return { state, actions: [{ kind: 'no-failed-test-files' }] };
  return interrupt({ ...state, next: { ...state.next, command } });
}

/** Starts the next round as soon as no other runs. */
function interrupt(state: WatchState): WatchStep {
  return state.phase === 'idle' ? startNext(state) : cancel(state);
}

function cancel(state: WatchState): WatchStep {
  if (state.phase !== 'running') return { state, actions: [] };
  return { state: { ...state, phase: 'cancelling' }, actions: [{ kind: 'cancel' }] };
}

function stop(state: WatchState): WatchStep {
  const { phase, exitCode } = state;
  const stopping: WatchState = { ...state, phase: 'stopping' };
  if (phase === 'idle') return { state: stopping, actions: [{ kind: 'exit', exitCode }] };
  return { state: stopping, actions: phase === 'running' ? [{ kind: 'cancel' }] : [] };
}

function endRound(state: WatchState, end: RoundEnd, at: number): WatchStep {
  const { current: round, phase } = state;
  if (round === undefined) return { state, actions: [] };
  const isInterrupted = end.outcome === 'interrupted';
  const executed = [...end.passed, ...end.failed];
  const ended: WatchState = {
    ...state,
    phase: 'idle',
    current: undefined,
    endedAt: at,
    next: isInterrupted ? mergeInto(state.next, round) : state.next,
    last: isInterrupted || executed.length === 0 ? state.last : executed,
    failed: stillFailed(state.failed, round, end),
    exitCode: Math.max(state.exitCode, end.exitCode),
  };
  // A failure is shown, even if its round was interrupted.
  const isReported = !isInterrupted || end.failed.length > 0;
  const report = isReported ? [{ kind: 'report', round, end } as const] : [];
  const step = phase === 'stopping' ? stop(ended) : continueOrWait(ended);
  return { ...step, actions: [...report, ...step.actions] };
}

/** The next round includes what an interrupted round was about. */
function mergeInto(next: NextRound, { cause, scope, changed }: Round): NextRound {
  const isOther = cause === 'start' || cause === 'filter' || cause === 'projects';
  return {
    command: next.command ?? (scope.kind === 'all' ? 'all' : undefined),
    cause: next.cause ?? (isOther ? cause : undefined),
    changed: new Set([...next.changed, ...changed]),
  };
}

/** A failed test file is selected until it passes. If it was not selected, it has passed with this code before. */
function stillFailed(
  failed: readonly RoundTestFile[],
  { scope, filter }: Round,
  end: RoundEnd,
): readonly RoundTestFile[] {
  const hasEnded = end.outcome === 'passed' || end.outcome === 'failed';
  const isOfAll = hasEnded && scope.kind !== 'listed' && filter === '';
  const left = isOfAll ? failed.filter(({ task }) => end.broken.includes(task)) : failed;
  const known = new Map(left.map((one) => [roundTestFileKey(one), one]));
  for (const one of end.passed) known.delete(roundTestFileKey(one));
  for (const one of end.failed) known.set(roundTestFileKey(one), one);
  return [...known.values()];
}

/** Waits if the only remaining causes may come from the tests of the round. */
function continueOrWait(state: WatchState): WatchStep {
  const { command, cause, changed } = state.next;
  const waits =
    command === undefined &&
    cause === undefined &&
    changed.size > 0 &&
    [...changed].every((path) => mayBeWritten(state.changes, path));
  if (!waits) return startNext(state);
  return { state: { ...state, isQuiet: false }, actions: [{ kind: 'wait', ms: betweenRoundsMs }] };
}

/**
 * Starts the next round if there is a cause and no other round. A command does not wait until files are
 * quiet. A round of listed test files leaves changes to the next round.
 */
function startNext(state: WatchState): WatchStep {
  const { command, cause, changed } = state.next;
  const hasCause = command !== undefined || cause !== undefined || (changed.size > 0 && state.isQuiet);
  if (state.phase !== 'idle' || !hasCause) return { state, actions: [] };
  const scope = scopeOf(state);
  const isListed = scope.kind === 'listed';
  const round: Round = {
    cause: command ?? (changed.size > 0 ? 'change' : (cause ?? 'change')),
    scope,
    changed: isListed ? [] : [...changed].sort(),
    filter: state.filter,
    failed: state.failed,
  };
  return {
    state: {
      ...state,
      phase: 'running',
      current: round,
      next: isListed ? { ...state.next, command: undefined } : nothing,
      changes: startRound(state.changes),
    },
    actions: [{ kind: 'start', round }],
  };
}

function scopeOf({ next: { command }, failed, last }: WatchState): RoundScope {
  switch (command) {
    case 'failed':
      return { kind: 'listed', testFiles: failed };
    case 'again':
      return last.length === 0 ? { kind: 'affected' } : { kind: 'listed', testFiles: last };
    case 'all':
      return { kind: 'all' };
    case undefined:
      return { kind: 'affected' };
  }
}
