import type { RunnerCache } from '@nx-testmon/runner';

/** Modules as Vitest names them, and what is noted about them, in a folder for each workspace. */
export const runnerCache: RunnerCache = {
  folder: 'vitest',
  ownFiles: /^[0-9a-f]+\/(?:[0-9a-f]{40}|(?:reads-nothing|without-probes)-[0-9a-f]+)$/,
};
