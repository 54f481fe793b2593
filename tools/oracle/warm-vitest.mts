// Keeps one Vitest instance of a project between runs. The oracle starts this process in the folder of the
// project if `--warm` is given. Each request names the files that have changed since the last run. All tests
// then run, in workers of their own, and messages report how each test file ended.
import { join, relative } from 'node:path';
import type { TestModule } from 'vitest/node';
import { loadVitest } from './load-vitest.mts';
import type { TestFileEvent } from './test-outcomes.mts';
import type { WarmMessage, WarmProject, WarmRequest } from './warm-messages.mts';

const { workspace, project, config } = JSON.parse(process.argv[2] ?? '') as WarmProject;
const { createVitest } = await loadVitest(process.cwd());

const send = (message: WarmMessage): void => void process.send?.(message);

const sendState = (state: TestFileEvent['state'], path: string): void =>
  send({ kind: 'test-file', state, project, file: relative(workspace, path).replaceAll('\\', '/') });

const vitest = await createVitest('test', {
  ...(config === undefined ? {} : { config }),
  watch: false,
  run: true,
  reporters: [
    {
      onTestModuleQueued: (module: TestModule) => sendState('started', module.moduleId),
      onTestModuleEnd: (module: TestModule) => sendState(module.ok() ? 'passed' : 'failed', module.moduleId),
    },
  ],
  cache: false,
  fsModuleCache: false,
});

async function runAll(changed: readonly string[]): Promise<void> {
  for (const path of changed) vitest.invalidateFile(join(workspace, path));
  const specifications = await vitest.globTestSpecifications();
  const { testModules, unhandledErrors } = await vitest.runTestSpecifications(specifications, true);
  for (const module of testModules) if (!module.ok()) sendState('failed', module.moduleId);
  for (const error of unhandledErrors) {
    const { VITEST_TEST_PATH: path } = error as { readonly VITEST_TEST_PATH?: string };
    if (path) sendState('failed', path);
  }
  send({
    kind: 'ended',
    passed: unhandledErrors.length === 0 && testModules.every((module) => module.ok()),
  });
}

process.on('message', ({ changed }: WarmRequest) => {
  runAll(changed).catch((error: unknown) => {
    console.error(error);
    send({ kind: 'ended', passed: false });
  });
});
process.on('disconnect', () => process.exit(0));
send({ kind: 'ready' });
