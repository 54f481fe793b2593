// One collecting task of the engine, as the executor would run it, in a process of its own. Its last line says how
// much processor time this process itself took, before the runner was started and after it had ended.
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

/** The last line, after `bench: `. */
export interface CollectResult extends Pick<TaskReport, 'outcome' | 'total'> {
  /** Seconds. */
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
        // The first line is the header, written when everything before the runner is done.
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
