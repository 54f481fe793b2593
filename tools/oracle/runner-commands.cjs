const { createRequire } = require('node:module');
const { join } = require('node:path');

const reporters = {
  vitest: join(__dirname, 'failing-files-reporter.mjs'),
  jest: join(__dirname, 'failing-files-jest-reporter.cjs'),
};

/** Path of a file in a package, as the project in a folder sees it. */
function inPackage(folder, name, file) {
  return join(createRequire(join(folder, 'package.json')).resolve(`${name}/package.json`), '..', file);
}

const configWords = (config) => (config === undefined ? [] : ['--config', config]);

/** The words after `node` by which each runner runs all tests of a project and says how each file ended. */
const runnerCommand = {
  vitest: (folder, config) => [
    inPackage(folder, 'vitest', 'vitest.mjs'),
    'run',
    ...configWords(config),
    `--reporter=${reporters.vitest}`,
  ],
  // Where Jest starts workers, that takes longer than the tests that mutants are judged with.
  jest: (folder, config) => [
    inPackage(folder, 'jest', 'bin/jest.js'),
    '--runInBand',
    ...configWords(config === 'package.json' ? undefined : config),
    `--reporters=${reporters.jest}`,
  ],
};

module.exports = { reporters, runnerCommand };
