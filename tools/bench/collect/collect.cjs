// What collecting costs: processor time (user and system, the whole process tree) of a collecting run against
// `vitest run` itself, same configuration, same machine, in turn, with warm caches. Every test runs in both.
// usage: npm run bench:collect -- <Nx workspace> --projects a,b [options]; --help lists them
const { mkdtempSync, realpathSync, rmSync, writeFileSync } = require('node:fs');
const { createRequire } = require('node:module');
const { tmpdir } = require('node:os');
const { dirname, join } = require('node:path');
const { fromHere } = require('../../shared/from-here.cjs');
const { writeJson } = require('../../shared/write-json.cjs');
const { childEnvironment } = require('../shared/child-environment.cjs');
const { runTimed } = require('../shared/cpu-time.cjs');
const { readWorkspace } = require('../shared/read-workspace.cjs');
const { renderSummary, summarise } = require('../shared/statistics.cjs');
const { parseOptions } = require('./options.cjs');

function stop(message) {
  console.error(`bench: ${message}`);
  process.exit(2);
}

function vitestCommand(projectRoot) {
  const manifest = createRequire(join(projectRoot, 'package.json')).resolve('vitest/package.json');
  return join(dirname(manifest), 'vitest.mjs');
}

/** The two commands of one project. Each answers with what one run took, in seconds. */
function commandsOf(project, { workspace, runnerArguments, folder, env }) {
  const root = join(workspace.root, project.root);
  const request = join(folder, `${project.name.replace(/\W/g, '-')}.json`);
  writeFileSync(request, JSON.stringify({ workspace, project: project.name, runnerArguments }));
  const vitest = [process.execPath, vitestCommand(root), 'run', ...runnerArguments];
  const task = [process.execPath, join(__dirname, 'collect-task.cjs'), request];
  return {
    plain: () => runTimed(vitest, { cwd: root, env }),
    async collecting() {
      const run = await runTimed(task, { cwd: root, env });
      const last = run.output.split('\n').findLast((line) => line.startsWith('bench: '));
      if (last === undefined) stop(`the collecting run of ${project.name} ended early:\n${run.output}`);
      const { before, after, outcome, total } = JSON.parse(last.slice('bench: '.length));
      return { ...run, before, after, runner: run.seconds - before - after, outcome, total };
    },
  };
}

async function measureRound(commands) {
  const plain = await commands.plain();
  const collecting = await commands.collecting();
  if (plain.code !== collecting.code)
    stop(
      `the two runs end differently: ${plain.code} and ${collecting.code}\n${plain.output}\n${collecting.output}`,
    );
  const { seconds, before, after, runner, total } = collecting;
  return {
    plain: plain.seconds,
    collecting: seconds,
    before,
    runner,
    after,
    testFiles: total,
    stored: /(\d+) facts? stored/.exec(collecting.output)?.[1] ?? '0',
  };
}

async function measure(project, surroundings, rounds) {
  const commands = commandsOf(project, surroundings);
  // Two: the first learns the files, the second finds every cache warm.
  await measureRound(commands);
  const warm = await measureRound(commands);
  console.log(`${project.name}: ${warm.testFiles} test files, ${warm.stored} facts stored`);
  const measured = [];
  for (let round = 1; round <= rounds; round++) {
    const one = await measureRound(commands);
    measured.push(one);
    const ratio = one.collecting / one.plain;
    console.log(
      `  round ${round}: plain ${one.plain.toFixed(2)} s, collecting ${one.collecting.toFixed(2)} s, ratio ${ratio.toFixed(3)}`,
    );
  }
  return { project: project.name, rounds: measured, ...summariseRounds(measured) };
}

function summariseRounds(rounds) {
  const of = (read) => summarise(rounds.map(read));
  return {
    ratio: of((one) => one.collecting / one.plain),
    runnerRatio: of((one) => one.runner / one.plain),
    plainSeconds: of((one) => one.plain),
    beforeSeconds: of((one) => one.before),
    runnerSeconds: of((one) => one.runner),
    afterSeconds: of((one) => one.after),
  };
}

function render({ project, ratio, runnerRatio, plainSeconds, beforeSeconds, runnerSeconds, afterSeconds }) {
  return [
    `${project}: collecting takes ${renderSummary(ratio, 3)} times the processor time of vitest run`,
    `  vitest run             ${renderSummary(plainSeconds)} s`,
    `  before the runner      ${renderSummary(beforeSeconds)} s`,
    `  the runner, collecting ${renderSummary(runnerSeconds)} s, ratio ${renderSummary(runnerRatio, 3)}`,
    `  after the runner       ${renderSummary(afterSeconds)} s`,
  ].join('\n');
}

async function main() {
  const parsed = parseOptions(process.argv.slice(2));
  if (!parsed.ok) stop(parsed.problem);
  const { options } = parsed;
  const root = realpathSync(fromHere(options.workspace));
  const folder = mkdtempSync(join(tmpdir(), 'nx-testmon-bench-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  const env = childEnvironment();
  const workspace = await readWorkspace(root, { folder, env });
  const results = [];
  for (const name of options.projects) {
    const project = workspace.projects.find((one) => one.name === name);
    if (!project)
      stop(`there is no project ${name}; there are ${workspace.projects.map((one) => one.name).join(', ')}`);
    const { runnerArguments, rounds } = options;
    results.push(await measure(project, { workspace, runnerArguments, folder, env }, rounds));
  }
  console.log(`\n${results.map(render).join('\n')}`);
  if (options.json !== undefined) writeJson(options.json, { node: process.version, results });
}

main().catch((error) => stop(error.stack));
