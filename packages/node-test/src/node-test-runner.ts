import {
  type ChildRunner,
  childScripts,
  runInChild,
  type TestRunner,
  usualTargetNames,
} from '@nx-testmon/runner';
import { noRunnerSyntax } from '@nx-testmon/core';
import { discover } from './discover';
import { parseNodeTestCommand } from './node-test-script';
import { nodeEnvironmentArguments, parseRunFilters } from './parse-run-filters';
import { plainCommand } from './plain-command';
import { prepareNodeRequest } from './prepare-request';
import { hasTestScript } from './read-test-command';

export const nodeTestRunner: TestRunner = {
  name: 'node',
  title: 'node:test',
  packages: [],
  listHint: 'the test script in package.json names the test files',
  configFiles: [
    { stem: 'package', extensions: ['json'], holdsConfiguration: hasTestScript, isAmbiguous: true },
  ],
  isConfiguredByScripts: true,
  targetNames: ['test', ...usualTargetNames],
  flags: { switches: [], values: [] },
  syntax: noRunnerSyntax,
  discoveryFileName: /(^|\/)package\.json$/,
  parseCommand: parseNodeTestCommand,
  parseRunFilters,
  environmentArguments: nodeEnvironmentArguments,
  // The test runner is part of the Node that runs this process.
  findInstallation: () => ({ ok: true, version: process.versions.node, entry: process.execPath }),
  plainCommand,
  // No process is needed: the script is the only configuration.
  discover: (request) => Promise.resolve(discover(nodeTestRunner, request)),
  run: (run) => runInChild(child, run),
};

const child: ChildRunner = {
  title: 'node --test',
  scripts: childScripts(__dirname),
  otherScripts: ['reporter.js', '../worker/preload.js'],
  listCommand: 'node --test',
  prepare: (request) => prepareNodeRequest(nodeTestRunner, request),
};
