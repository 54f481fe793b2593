import type { Fallback, InstallationFolders } from '@nx-testmon/core';
import type { AttributionPolicy } from '../attribution/attribution-policy';
import type { OpenJournal } from '../subprocesses/observation-journal';
import type { ReadSubprocess } from '../subprocesses/with-subprocesses';
import type { Disk } from '../targets/disk';
import type { FindCaller } from '../find-caller';
import type { LocateCode } from '../locate-code';

/** The parts of the process, the workspace and the disk that a tracer uses. */
export interface TracerInput {
  /** Absolute path with links resolved. */
  readonly root: string;
  readonly installations: InstallationFolders;
  readonly policy: AttributionPolicy;
  readonly disk: Disk;
  readonly findCaller: FindCaller;
  /**
   * Whether a file belongs to nx-testmon and is not a source of the workspace.
   *
   * @param absolute path of the file
   */
  readonly isOwnCode: (absolute: string) => boolean;
  /**
   * Whether a file belongs to code that loads modules for the test runner.
   *
   * @param absolute path of the file
   */
  readonly isLoader: (absolute: string) => boolean;
  /** A fallback for code that may have read files without a patched function, if it is already loaded. */
  readonly findUntracedReader: () => Fallback | undefined;
  readonly locateCode: LocateCode;
  /** Observations of subprocesses; absent if none is traced. */
  readonly readSubprocess?: ReadSubprocess | undefined;
  /** The journal to which a subprocess writes its observations. */
  readonly journal?: Pick<OpenJournal, 'observations' | 'flush'> | undefined;
}
