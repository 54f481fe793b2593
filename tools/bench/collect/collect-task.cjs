// One collecting task of the engine, as the executor would do it, in a process of its own. Its last line says
// what this process itself took, before the runner was started and after it had ended.
// usage: node collect-task.cjs REQUEST.json
const { readFileSync } = require('node:fs');
const { parseTaskOptions, runTask } = require('../../../packages/engine/dist');
const { cpuSeconds } = require('../shared/cpu-time.cjs');

const request = JSON.parse(readFileSync(process.argv[2], 'utf8'));

async function main() {
  const { workspace, project, runnerArguments } = request;
  const parsed = parseTaskOptions({ noselect: true }, {});
  const options = { ...parsed.options, runnerArguments };
  let before;
  const { exitCode, report } = await runTask(
    { workspace, project, target: 'bench', execId: `bench-${process.pid}`, options },
    {
      env: process.env,
      write(line) {
        // The first line is the header, written when everything before the runner is done.
        before ??= cpuSeconds();
        console.log(line);
      },
      now: Date.now,
      nodeVersion: process.versions.node,
    },
  );
  process.exitCode = exitCode;
  const own = cpuSeconds();
  const { outcome, total } = report;
  console.log(
    `bench: ${JSON.stringify({ before: before ?? own, after: own - (before ?? own), outcome, total })}`,
  );
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 2;
});
