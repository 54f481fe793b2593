// Runs one collecting task of the engine as the executor would, in a process of its own. The last line
// reports the processor time of this process without its children, before and after the start of the test
// runner.
// usage: node collect-task.mts REQUEST.json
import { readFileSync } from 'node:fs';
import type { Workspace } from '@nx-testmon/core';
import { parseTaskOptions, runTask, type TaskReport } from '@nx-testmon/engine';
import { cpuSeconds } from '../shared/cpu-time.mts';

export interface CollectRequest {
  readonly workspace: Workspace;
  readonly project: string;
  readonly runnerArguments: readonly string[];
}

/** The JSON in the last line, after `bench: `. */
export interface CollectResult extends Pick<TaskReport, 'outcome' | 'total'> {
  /** Processor seconds of this process until the test runner starts. */
  readonly before: number;
  readonly after: number;
}

async function main(): Promise<void> {
  const request = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as CollectRequest;
  const { workspace, project, runnerArguments } = request;
  const parsed = parseTaskOptions({ noselect: true }, {});
  if (!parsed.ok) throw new Error('the options of the task are not valid');
  const options = { ...parsed.options, runnerArguments };
  let before: number | undefined;
  const { exitCode, report } = await runTask(
    { workspace, project, target: 'bench', execId: `bench-${process.pid}`, options },
    {
      env: process.env,
      write(line) {
        // The first line is the header, which is written right before the test runner starts.
        before ??= cpuSeconds();
        console.log(line);
      },
      clock: Date.now,
      nodeVersion: process.versions.node,
    },
  );
  process.exitCode = exitCode;
  const all = cpuSeconds();
  const { outcome, total } = report;
  const result: CollectResult = { before: before ?? all, after: all - (before ?? all), outcome, total };
  console.log(`bench: ${JSON.stringify(result)}`);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 2;
});
