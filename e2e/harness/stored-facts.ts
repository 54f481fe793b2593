import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { FactExecution } from '@nx-testmon/core';
import { readRecord } from '@nx-testmon/store';
import { TemporaryFolder } from '../../tools/testing/temporary-folder';
import { type ProcessResult, runProcess, shellEnvironment } from './child-process';
import { transcript } from './run-nx';
import type { TestWorkspace } from './workspace';

/** Runs the workspace's own `testmon`, as `npx testmon …` does. */
export function runTestmon(
  { root }: Pick<TestWorkspace, 'root'>,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<ProcessResult> {
  const command = join(root, 'node_modules/.bin/testmon');
  return runProcess(command, args, {
    cwd: root,
    env: { ...shellEnvironment(), NX_DAEMON: 'false', NX_NO_CLOUD: 'true', ...env },
  });
}

/** A fact without its duration and its time, which are different in every run. */
export interface KnownFact {
  readonly testFile: string;
  readonly suite: string;
  readonly environment: string;
  readonly outcome: string;
  readonly blocks: readonly string[];
  readonly execution?: FactExecution;
}

/** All facts in the store of the workspace, as `testmon export` writes them, sorted. */
export async function storedFacts(
  workspace: TestWorkspace,
  env: Readonly<Record<string, string>> = {},
): Promise<KnownFact[]> {
  using folder = new TemporaryFolder();
  const exported = await runTestmon(workspace, ['export', folder.root], env);
  if (exported.code !== 0) throw new Error(transcript(exported));
  return readdirSync(folder.root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .flatMap((entry) => {
      const read = readRecord(join(entry.parentPath, entry.name), { maxBytes: 1e9 });
      if (!read.ok) throw new Error(`${entry.name}: ${read.reason}`);
      return read.record.facts;
    })
    .map(({ testFile, environment, outcome, dependencies, execution }) => ({
      testFile: testFile.path,
      suite: testFile.suite,
      environment,
      outcome,
      blocks: dependencies.map(({ block, hash }) => `${block} ${hash}`),
      ...(execution ? { execution } : {}),
    }))
    .sort((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1));
}
