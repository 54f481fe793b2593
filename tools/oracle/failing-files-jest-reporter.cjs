// @ts-check
// A Jest reporter that writes, one JSON line each, how every test file ended and which were under way. Loaded by the
// workspace's own Jest; so it stays plain JavaScript.
const { appendFileSync, realpathSync } = require('node:fs');
const { relative } = require('node:path');

const { ORACLE_RESULTS: file = '', ORACLE_WORKSPACE: workspace = '', NX_TASK_TARGET_PROJECT } = process.env;

/**
 * @param {'started' | 'passed' | 'failed'} state
 * @param {string} path
 */
function report(state, path) {
  const testFile = relative(workspace, realpathSync(path)).replaceAll('\\', '/');
  appendFileSync(file, `${JSON.stringify({ project: NX_TASK_TARGET_PROJECT, file: testFile, state })}\n`);
}

module.exports = class FailingFilesReporter {
  /** @param {{ path: string }} test */
  onTestFileStart({ path }) {
    report('started', path);
  }

  /**
   * @param {{ path: string }} test
   * @param {{ numFailingTests: number, testExecError?: unknown, leaks: boolean }} result
   */
  onTestFileResult({ path }, { numFailingTests, testExecError, leaks }) {
    report(numFailingTests > 0 || testExecError || leaks ? 'failed' : 'passed', path);
  }
};
