import { processState } from '../process-state';
import type { Session } from './session';

/** Jest loads its sequencer and its reporter by path. They find the session through the process. */
function sessionOfProcess(): { current?: Session } {
  return processState('session', () => ({}));
}

export function openSession(opened: Session): void {
  sessionOfProcess().current = opened;
}

/** @throws Error if Jest was not started by nx-testmon */
export function currentSession(): Session {
  const { current } = sessionOfProcess();
  if (!current) throw new Error('nx-testmon: there is no run');
  return current;
}
