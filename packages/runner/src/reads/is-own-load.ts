import type { PatchedFunction } from './tracers/patch-function';
import type { Target } from './reduce/read-event';
import { isTraced, type TargetLocator } from './targets/target-locator';
import type { TracerInput } from './tracers/tracer-input';

/**
 * Whether nx-testmon itself or the test runner loads a part of nx-testmon. Static loads of a test are known
 * to the dependency graph. For others, the stack contains the test's code, or the test runner reports the
 * load.
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
  // Packages look up the manifest of the main script (yargs), and the source maps of the files on a call
  // stack.
  const isCode = /\.[cm]?js$/.test(absolute);
  const reader = locator.locate(file);
  return !isCode && (reader === undefined || !isTraced(reader));
}
