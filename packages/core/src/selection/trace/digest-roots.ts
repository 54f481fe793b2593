import { digestParts } from '../../model/digest';
import type { SuiteRoots } from '../../dependencies/find-suite-dependencies';
import type { Suite } from '../../records/suite';

/** Goes up when walks ask something else than before, or find something else in the same answers. */
const TRACE_VERSION = 1;

/**
 * Digest of where the walks of a suite start, and of what leads them beside the workspace.
 *
 * @param reader what models are made by: other readers make others of the same text
 */
export function digestRoots(suite: Suite, roots: SuiteRoots, reader: string): string {
  return digestParts([String(TRACE_VERSION), reader, JSON.stringify(suite), JSON.stringify(roots)]);
}
