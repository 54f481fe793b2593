import type { PatchedFunction } from './tracers/patch-function';
import type { Target } from './reduce/read-event';
import { isTraced, type TargetLocator } from './targets/target-locator';
import type { TracerInput } from './tracers/tracer-input';

/**
 * Whether something of nx-testmon is loaded by itself or by the runner. What a test loads statically, the dependency
 * graph knows; else the stack says that code of the test loads it, or the runner reports that it was loaded.
 */
export function isOwnLoad(
  { isOwnCode, findCaller }: Pick<TracerInput, 'isOwnCode' | 'findCaller'>,
  locator: TargetLocator,
  { absolute }: Target,
  calledBy?: PatchedFunction,
): boolean {
  if (!isOwnCode(absolute)) return false;
  const { by, file } = findCaller(absolute, { calledBy, isThroughLoader: true });
  if (by !== 'other' || file === undefined) return true;
  // Packages look for the manifest of the main script (yargs), and for the source maps of what is on a call stack.
  const isCode = /\.[cm]?js$/.test(absolute);
  const reader = locator.locate(file);
  return !isCode && (reader === undefined || !isTraced(reader));
}
