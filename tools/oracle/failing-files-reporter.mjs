// A Vitest reporter that says, one JSON line each, how every test file ended and which were under way. Loaded by
// the workspace's own Vitest, which passes on the variables of the oracle.
import { appendFileSync } from 'node:fs';
import { relative } from 'node:path';

const { ORACLE_RESULTS: file, ORACLE_WORKSPACE: workspace, NX_TASK_TARGET_PROJECT: project } = process.env;

function tell(state, path) {
  const testFile = relative(workspace, path).replaceAll('\\', '/');
  appendFileSync(file, `${JSON.stringify({ project, file: testFile, state })}\n`);
}

export default class FailingFilesReporter {
  onTestModuleQueued(module) {
    tell('started', module.moduleId);
  }

  onTestModuleEnd(module) {
    tell(module.ok() ? 'passed' : 'failed', module.moduleId);
  }

  onTestRunEnd(modules, errors) {
    // A file that could not be loaded has no end of its own in every version.
    for (const module of modules) if (!module.ok()) tell('failed', module.moduleId);
    for (const { VITEST_TEST_PATH: path } of errors) if (path) tell('failed', path);
  }
}
