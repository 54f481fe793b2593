// What a task costs that has nothing to do: processor time of `nx run <project>:testmon --nocollect` with nothing
// changed against `nx run <project>:empty`, an executor that does nothing, under the same Nx and in turn.
// usage: npm run bench:noop -- [--projects N] [--rounds N] [--json FILE]
const { spawnSync } = require('node:child_process');
const { rmSync } = require('node:fs');
const { join } = require('node:path');
const { readNumber, readOptions } = require('../../shared/read-options.cjs');
const { writeJson } = require('../../shared/write-json.cjs');
const { childEnvironment } = require('../shared/child-environment.cjs');
const { runTimed } = require('../shared/cpu-time.cjs');
const { renderSummary, summarise } = require('../shared/statistics.cjs');
const { writeWorkspace } = require('./write-workspace.cjs');

const usage = `usage: npm run bench:noop -- [options]

  --projects N   projects of the workspace, a hundred files each (100)
  --layers N     layers of projects, each built on three of the layer below; with as many layers as projects, a
                 test loads the whole workspace (4)
  --rounds N     rounds, each one run of both tasks (5)
  --json FILE    write everything that was measured`;

// Inside the repository, so that it finds nx, Vitest and the built packages in the folder above.
const root = join(__dirname, '../../../.bench');
const nx = require.resolve('nx/package.json').replace('package.json', 'dist/bin/nx.js');

function stop(message) {
  console.error(`bench: ${message}`);
  process.exit(2);
}

const definitions = {
  projects: { type: 'string', default: '100' },
  layers: { type: 'string', default: '4' },
  rounds: { type: 'string', default: '5' },
  json: { type: 'string' },
};

function parseOptions(argv) {
  const parsed = readOptions({ argv, usage, definitions }, ({ values }) => {
    const projects = readNumber('projects', values.projects, 1);
    const layers = Math.min(projects, readNumber('layers', values.layers, 1));
    return { projects, layers, rounds: readNumber('rounds', values.rounds, 1), json: values.json };
  });
  return parsed.ok ? parsed.options : stop(parsed.problem);
}

async function runNx(task, ...options) {
  const words = [process.execPath, nx, 'run', task, '--skipNxCache', '--outputStyle=static', ...options];
  const run = await runTimed(words, { cwd: root, env: childEnvironment() });
  if (run.code !== 0) stop(`nx run ${task} ended with ${run.code}\n${run.output}`);
  return run;
}

async function main() {
  const { projects, layers, rounds, json } = parseOptions(process.argv.slice(2));
  writeWorkspace(root, { projects, layers });
  process.on('exit', () => rmSync(root, { recursive: true, force: true }));
  for (const words of [
    ['init', '-q'],
    ['add', '-A'],
  ])
    spawnSync('git', words, { cwd: root });
  const project = `@bench/p${projects - 1}`;
  const first = await runNx(`${project}:testmon`);
  console.log(/^testmon: .*$/m.exec(first.output)?.[0]);
  const measured = [];
  // The round before the first finds every cache warm.
  for (let round = 0; round <= rounds; round++) {
    const empty = await runNx(`${project}:empty`);
    const noop = await runNx(`${project}:testmon`, '--nocollect');
    if (!/testmon: 0 of \d+ test files selected/.test(noop.output))
      stop(`nothing has changed, and yet:\n${noop.output}`);
    if (round === 0) continue;
    measured.push({ empty: empty.seconds, noop: noop.seconds, ratio: noop.seconds / empty.seconds });
    console.log(
      `  round ${round}: empty ${empty.seconds.toFixed(2)} s, nothing changed ${noop.seconds.toFixed(2)} s, ` +
        `ratio ${(noop.seconds / empty.seconds).toFixed(2)}`,
    );
  }
  const of = (name) => summarise(measured.map((one) => one[name]));
  console.log(
    `${projects * 100} files in ${layers} layers: a task with nothing changed takes ${renderSummary(of('ratio'))} times the processor time of an empty one`,
  );
  if (json) writeJson(json, { files: projects * 100, layers, rounds: measured });
}

main().catch((error) => stop(error.stack));
