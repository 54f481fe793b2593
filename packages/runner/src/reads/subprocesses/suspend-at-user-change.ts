import { type FunctionOwner, patchFunction } from '../tracers/patch-function';
import type { OpenJournal } from './observation-journal';

/** The functions of `process` that change its user or its groups. */
const changesOfUser = ['initgroups', 'setegid', 'seteuid', 'setgid', 'setgroups', 'setuid'];

/**
 * A process with another user may not be allowed to write to its journal, nor to delete it. What it has written until
 * then must not be taken for everything.
 */
export function suspendAtUserChange({ suspend, resume }: Pick<OpenJournal, 'suspend' | 'resume'>): void {
  for (const name of changesOfUser)
    patchFunction(process as unknown as FunctionOwner, name, {
      before: suspend,
      after: resume,
      failed: resume,
    });
}
