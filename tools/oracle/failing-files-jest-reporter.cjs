// A Jest reporter that says, one JSON line each, how every test file ended and which were under way.
const { appendFileSync, realpathSync } = require('node:fs');
const { relative } = require('node:path');

const { ORACLE_RESULTS: file, ORACLE_WORKSPACE: workspace, NX_TASK_TARGET_PROJECT: project } = process.env;

function tell(state, path) {
  const testFile = relative(workspace, realpathSync(path)).replaceAll('\\', '/');
  appendFileSync(file, `${JSON.stringify({ project, file: testFile, state })}\n`);
}

module.exports = class FailingFilesReporter {
  onTestFileStart({ path }) {
    tell('started', path);
  }

  onTestFileResult({ path }, { numFailingTests, testExecError, leaks }) {
    tell(numFailingTests > 0 || testExecError || leaks ? 'failed' : 'passed', path);
  }
};
