// @ts-check
// Writes one JSON line when a test file starts or ends. The reporters that use it run in the workspace's own
// test runner, so it is plain JavaScript. The test runner passes on the variables of the oracle.
const { appendFileSync } = require('node:fs');
const { relative } = require('node:path');

const {
  ORACLE_RESULTS: results = '',
  ORACLE_WORKSPACE: workspace = '',
  NX_TASK_TARGET_PROJECT,
} = process.env;

/**
 * @param {'started' | 'passed' | 'failed'} state
 * @param {string} path
 */
exports.reportTestFile = (state, path) => {
  const file = relative(workspace, path).replaceAll('\\', '/');
  appendFileSync(results, `${JSON.stringify({ project: NX_TASK_TARGET_PROJECT, file, state })}\n`);
};
