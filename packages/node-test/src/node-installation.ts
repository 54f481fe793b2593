import type { RunnerInstallation } from '@nx-testmon/runner';

/** The test runner is a part of the Node that this process runs on. */
export function findNode(): RunnerInstallation {
  return { ok: true, version: process.versions.node, entry: process.execPath };
}
