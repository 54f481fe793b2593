// Runs the scenarios of the requested test files, without probes and with them.
import { readFileSync } from 'node:fs';
import { noRunnerSyntax } from '@nx-testmon/core';
import { openInstrumenter } from '@nx-testmon/graph/open-instrumenter';
import { describeError } from '../shared/stop.mts';
import { Harness } from './harness.mts';
import { runScenario } from './run-scenario.mts';
import { readScenarios } from './scenario.mts';
import type { TestFileMessage, TestFileRequest } from './test-file-messages.mts';

const [root = ''] = process.argv.slice(2);
const instrumenter = openInstrumenter(noRunnerSyntax);
const plainly = { root, harness: new Harness(root) };
const withProbes = { root, instrumenter, harness: new Harness(root, instrumenter.insertProbes) };

const report = (message: TestFileMessage): void => void process.send?.(message);

// Code of a test may end later than the test.
process.on('unhandledRejection', () => undefined);

async function runTestFile({ file }: TestFileRequest): Promise<void> {
  for (const scenario of readScenarios(readFileSync(file, 'utf8'))) {
    const { mode } = scenario;
    report({ kind: 'plain', mode, result: await runScenario(scenario, { ...plainly, file }) });
    report({ kind: 'probed', mode, result: await runScenario(scenario, { ...withProbes, file }) });
  }
  report({ kind: 'done' });
}

process.on('message', (request: TestFileRequest) => {
  runTestFile(request).catch((error: unknown) => {
    console.error(`${request.file}: ${describeError(error)}`);
    process.exit(2);
  });
});
process.on('disconnect', () => process.exit());
