import type { Fallback, InstallationFolders } from '@nx-testmon/core';
import type { AttributionPolicy } from './attribution/attribution-policy';
import type { OpenJournal } from './subprocesses/observation-journal';
import type { ReadSubprocess } from './subprocesses/with-subprocesses';
import type { Disk } from './disk';
import type { FindCaller } from './find-caller';
import type { LocateCode } from './locate-code';

/** What a tracer has to know of its process, of the workspace and of the disk. */
export interface TracerInput {
  /** Absolute, with links resolved. */
  readonly root: string;
  readonly installations: InstallationFolders;
  readonly policy: AttributionPolicy;
  readonly disk: Disk;
  readonly findCaller: FindCaller;
  /** Whether a file is nx-testmon's own, and no source of the workspace. @param absolute path of it */
  readonly isOwnCode: (absolute: string) => boolean;
  /** Whether a file is part of what loads modules for the runner. @param absolute path of it */
  readonly isLoader: (absolute: string) => boolean;
  /** What may have read something without passing any patched function, where that is so by now. */
  readonly findUntracedReader: () => Fallback | undefined;
  readonly locateCode: LocateCode;
  /** What subprocesses have observed; absent where none is traced. */
  readonly readSubprocess?: ReadSubprocess | undefined;
  /** Where a subprocess writes what it observes. */
  readonly journal?: Pick<OpenJournal, 'observations' | 'flush'> | undefined;
}
