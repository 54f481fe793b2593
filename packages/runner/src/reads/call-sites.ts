const usualLimit = 30;

/**
 * Reads the call stack below a function, nearest frame first, without visible side effects: the user's
 * `Error.prepareStackTrace` is not called.
 *
 * @param limit maximum number of frames, because reading each takes time
 */
export function callSites(
  below: (...args: never[]) => unknown,
  limit = usualLimit,
): readonly NodeJS.CallSite[] {
  // eslint-disable-next-line @typescript-eslint/unbound-method -- is not called, only put back
  const { prepareStackTrace, stackTraceLimit } = Error;
  const holder: { stack?: NodeJS.CallSite[] | string } = {};
  try {
    Error.stackTraceLimit = limit;
    Error.prepareStackTrace = (_, sites) => sites;
    Error.captureStackTrace(holder, below);
    // V8 returns text while another stack is being prepared.
    return Array.isArray(holder.stack) ? holder.stack : [];
  } catch {
    // `Error` is frozen.
    return [];
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
    if (prepareStackTrace === undefined) delete (Error as { prepareStackTrace?: unknown }).prepareStackTrace;
    else Error.prepareStackTrace = prepareStackTrace;
  }
}

/** The file that a frame is in; `undefined` for code without one. */
export function fileOf(site: NodeJS.CallSite): string | undefined {
  const frame = site.getFileName() ?? site.getEvalOrigin();
  return typeof frame === 'string' && frame !== '' ? frame.replace(/^file:\/\//, '') : undefined;
}
