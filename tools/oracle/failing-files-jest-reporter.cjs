// @ts-check
// A Jest reporter that reports when every test file starts and how it ends.
const { realpathSync } = require('node:fs');
const { reportTestFile } = require('./report-test-file.cjs');

module.exports = class FailingFilesReporter {
  /** @param {{ path: string }} test */
  onTestFileStart({ path }) {
    reportTestFile('started', realpathSync(path));
  }

  /**
   * @param {{ path: string }} test
   * @param {{ numFailingTests: number, testExecError?: unknown, leaks: boolean }} result
   */
  onTestFileResult({ path }, { numFailingTests, testExecError, leaks }) {
    reportTestFile(numFailingTests > 0 || testExecError || leaks ? 'failed' : 'passed', realpathSync(path));
  }
};
