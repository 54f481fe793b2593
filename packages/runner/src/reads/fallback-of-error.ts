import { type Fallback, isOpenFilesFailure, isSystemFailure } from '@nx-testmon/core';

const longestMessage = 200;

/** Why reads are unknown after an error: of the tracer, or of a call that it has traced. */
export function fallbackOfError(error: unknown): Fallback {
  if (isOpenFilesFailure(error))
    return { kind: 'open-files', subject: String((error as { readonly code: unknown }).code) };
  const subject = String(error).slice(0, longestMessage);
  return { kind: isSystemFailure(error) ? 'system-failed' : 'tracing-failed', subject };
}
