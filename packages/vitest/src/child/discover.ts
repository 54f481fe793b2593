import type { Discovery } from '@nx-testmon/core';
import {
  type ChildRequest,
  errorText,
  exitWithParent,
  readsOfDiscovery,
  receiveRequest,
  sendToParent,
  workspacePath,
} from '@nx-testmon/runner';
import { configFiles } from './config-files';
import { describeSuite } from './describe-suite';
import { openVitest } from './open-vitest';

async function discover(request: ChildRequest): Promise<Discovery> {
  // A reporter that prints nothing. Configured reporters could open files or ask to be installed.
  const { vitest } = await openVitest(request, {
    changeOptions: ({ reporter: _, ...options }) => ({ ...options, reporters: [{}] }),
  });
  const suites = vitest.projects
    .map((project) => describeSuite(request, vitest, project))
    .sort((one, other) => (one.id < other.id ? -1 : 1));
  const files = configFiles(vitest).map((file) => workspacePath(request.workspaceRoot, file));
  return {
    runner: 'vitest',
    version: vitest.version,
    suites,
    configFiles: [...new Set(files)].sort(),
    ...readsOfDiscovery(),
  };
}

async function main(): Promise<void> {
  exitWithParent();
  const request = await receiveRequest<ChildRequest>();
  await discover(request).then(
    (discovery) => sendToParent({ type: 'discovered', discovery }),
    (error: unknown) => sendToParent({ type: 'refused', message: errorText(error) }),
  );
  // `vitest.close()` is not called, because there is nothing to save and it could wait for an open handle of
  // a plugin.
  process.exit(0);
}

void main();
