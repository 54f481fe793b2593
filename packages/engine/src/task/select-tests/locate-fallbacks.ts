import type { Fallback } from '@nx-testmon/core';
import { locateFallback, type WorkspaceFiles } from '@nx-testmon/graph';
import { runnerSyntax } from '../../test-runners/runner-syntax';

/** The causes, with current line numbers. */
export function locateFallbacks(files: WorkspaceFiles, fallbacks: readonly Fallback[]): Fallback[] {
  return fallbacks.map((fallback) => {
    const text = fallback.module === undefined ? undefined : files.text(fallback.module);
    return text === undefined ? fallback : locateFallback(fallback, text, runnerSyntax);
  });
}
