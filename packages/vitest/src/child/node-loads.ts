import type { LoadedTexts } from '@nx-testmon/core';
import type { ProbesRequest } from '@nx-testmon/runner';

/** Contains a `NodeLoadsRequest` as JSON for the workers. */
export const nodeLoadsVariable = 'NX_TESTMON_NODE_LOADS';

/** How a worker inserts probes into modules that Node's own loader loads for a test file. */
export interface NodeLoadsRequest extends ProbesRequest {
  /** Absolute, with links resolved. */
  readonly workspaceRoot: string;
  /** If false, only the texts of modules are recorded. */
  readonly insertsProbes: boolean;
}

/** Modules that Node's own loader has loaded in a worker. */
export interface NodeLoads {
  /** The executed blocks of modules with probes. */
  readonly blocks: Readonly<Record<string, readonly string[]>>;
  readonly texts: LoadedTexts;
}
