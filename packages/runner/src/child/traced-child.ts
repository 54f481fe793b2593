import { join } from 'node:path';
import type { ChildRunner } from './child-runner';
import { prepareRequest } from './prepare-request';
import { readsPreload } from '../preload-path';
import { readsEnvironment, type ReadsSettings } from '../reads/reads-settings';
import type { TestRunner } from '../test-runner';

export interface TracedChildInput {
  /** Absolute path of the folder with the compiled child scripts. */
  readonly scripts: string;
  readonly otherScripts: ChildRunner['otherScripts'];
  readonly listCommand: string;
  /** The settings of the test runner's own process. */
  readonly reads: (workspaceRoot: string, installationRoots: readonly string[]) => ReadsSettings;
  /** Whether Node keeps compiled code for the processes of later collecting runs. */
  readonly keepsCompiledCode?: boolean;
}

/** The child process of a test runner that is traced from its start. */
export function tracedChild(
  runner: TestRunner,
  { scripts, otherScripts, listCommand, reads, keepsCompiledCode = false }: TracedChildInput,
): ChildRunner {
  return {
    title: runner.title,
    scripts,
    otherScripts,
    listCommand,
    prepare: (request) => prepareRequest(runner, request),
    preload: ({ workspaceRoot, installationRoots, probes }) => ({
      script: readsPreload,
      env: readsEnvironment({
        ...reads(workspaceRoot, installationRoots),
        ...(keepsCompiledCode && probes?.cache !== undefined
          ? { compiledCode: join(probes.cache, 'compiled') }
          : {}),
      }),
    }),
  };
}
