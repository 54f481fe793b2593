import { digestParts } from '../../model/digest';
import type { SuiteRoots } from '../../dependencies/find-suite-dependencies';
import type { Suite } from '../../records/suite';

/** Increased when traversals use other parts of the workspace, or draw other conclusions from the same state. */
const TRACE_VERSION = 7;

/**
 * Digest of the starting points of a suite's traversals, and of everything outside the workspace that guides them.
 *
 * @param reader version of the code that creates models: another version creates other models of the same text
 */
export function digestRoots(suite: Suite, roots: SuiteRoots, reader: string): string {
  return digestParts([String(TRACE_VERSION), reader, JSON.stringify(suite), JSON.stringify(roots)]);
}
