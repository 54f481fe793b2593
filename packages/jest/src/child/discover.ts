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
import type { Argv, ReadConfigs } from './jest-api';
import { openJest } from './open-jest';
import { selectedConfigs } from './selected-configs';
import { nameConfigs } from './suite-id';

async function describeAll(
  { workspaceRoot, projectName, version }: ChildRequest,
  read: ReadConfigs,
  argv: Argv,
  configPath: string | undefined,
): Promise<Discovery> {
  const named = nameConfigs({ workspaceRoot, projectName }, configPath, read);
  const suites = await Promise.all(
    selectedConfigs(named, argv).map((config) => describeSuite(workspaceRoot, read.globalConfig, config)),
  );
  const files = configFiles(workspaceRoot, configPath, read);
  return {
    runner: 'jest',
    version,
    suites: suites.sort((one, other) => (one.id < other.id ? -1 : 1)),
    configFiles: [...new Set(files.map((file) => workspacePath(workspaceRoot, file)))].sort(),
    ...readsOfDiscovery(),
  };
}

async function main(): Promise<void> {
  exitWithParent();
  const request = await receiveRequest<ChildRequest>();
  const refuse = async (error: unknown): Promise<never> => {
    await sendToParent({ type: 'refused', message: errorText(error) });
    process.exit(0);
  };
  // The process exits after Jest has read its configuration, before Jest writes anything.
  const { run } = openJest(
    request,
    async (read, argv, configPath) => {
      const discovery = await describeAll(request, read, argv, configPath).catch(refuse);
      await sendToParent({ type: 'discovered', discovery });
      process.exit(0);
    },
    refuse,
  );
  await run().catch(refuse);
}

void main();
