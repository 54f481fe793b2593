// @ts-check
// A Vitest reporter that writes, one JSON line each, how every test file ended and which were under way. Loaded by
// the workspace's own Vitest, which passes on the variables of the oracle; so it stays plain JavaScript.
import { appendFileSync } from 'node:fs';
import { relative } from 'node:path';

const { ORACLE_RESULTS: file = '', ORACLE_WORKSPACE: workspace = '', NX_TASK_TARGET_PROJECT } = process.env;

/**
 * @param {'started' | 'passed' | 'failed'} state
 * @param {string} path
 */
function report(state, path) {
  const testFile = relative(workspace, path).replaceAll('\\', '/');
  appendFileSync(file, `${JSON.stringify({ project: NX_TASK_TARGET_PROJECT, file: testFile, state })}\n`);
}

export default class FailingFilesReporter {
  /** @param {import('vitest/node').TestModule} module */
  onTestModuleQueued(module) {
    report('started', module.moduleId);
  }

  /** @param {import('vitest/node').TestModule} module */
  onTestModuleEnd(module) {
    report(module.ok() ? 'passed' : 'failed', module.moduleId);
  }

  /**
   * @param {readonly import('vitest/node').TestModule[]} modules
   * @param {readonly { VITEST_TEST_PATH?: string }[]} errors
   */
  onTestRunEnd(modules, errors) {
    // A file that could not be loaded has no end of its own in every version.
    for (const module of modules) if (!module.ok()) report('failed', module.moduleId);
    for (const { VITEST_TEST_PATH: path } of errors) if (path) report('failed', path);
  }
}
