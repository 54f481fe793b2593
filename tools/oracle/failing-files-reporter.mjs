// @ts-check
// A Vitest reporter that reports when every test file starts and how it ends.
import { reportTestFile } from './report-test-file.cjs';

export default class FailingFilesReporter {
  /** @param {import('vitest/node').TestModule} module */
  onTestModuleQueued(module) {
    reportTestFile('started', module.moduleId);
  }

  /** @param {import('vitest/node').TestModule} module */
  onTestModuleEnd(module) {
    reportTestFile(module.ok() ? 'passed' : 'failed', module.moduleId);
  }

  /**
   * @param {readonly import('vitest/node').TestModule[]} modules
   * @param {readonly { VITEST_TEST_PATH?: string }[]} errors
   */
  onTestRunEnd(modules, errors) {
    // Not every version of Vitest reports the end of a file that could not be loaded.
    for (const module of modules) if (!module.ok()) reportTestFile('failed', module.moduleId);
    for (const { VITEST_TEST_PATH: path } of errors) if (path) reportTestFile('failed', path);
  }
}
