import { digestParts } from '../../model/digest';
import type { SuiteRoots } from '../../dependencies/find-suite-dependencies';
import type { Suite } from '../../records/suite';

/** Goes up when traversals ask something else than before, or conclude something else from the same state. */
const TRACE_VERSION = 7;

/**
 * Digest of where the traversals of a suite start, and of everything beside the workspace that guides them.
 *
 * @param reader version of what makes models: another reader makes another model of the same text
 */
export function digestRoots(suite: Suite, roots: SuiteRoots, reader: string): string {
  return digestParts([String(TRACE_VERSION), reader, JSON.stringify(suite), JSON.stringify(roots)]);
}
