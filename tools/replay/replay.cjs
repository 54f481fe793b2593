// Steps through the history of a workspace in a clone of its own, runs nx-testmon at each commit, and compares with
// full runs: what was missed, how much was selected, how long it took.
// usage: npm run replay -- <workspace folder> [options]; --help lists them
const { mkdirSync, realpathSync, rmSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { endRunning, workspaceCommands } = require('../oracle/workspace-commands.cjs');
const { listCommits, makeClone, prefixOf } = require('./history.cjs');
const { parseOptions } = require('./options.cjs');
const { renderPage } = require('./render-page.cjs');
const { renderSteps, summarise } = require('./render-steps.cjs');
const { replayStep } = require('./replay-step.cjs');
const { endCommands, endLeftOvers } = require('./shell.cjs');
const { readState, restoreStore, writeState } = require('./state.cjs');

function stop(message) {
  console.error(`replay: ${message}`);
  process.exit(2);
}

function endChildrenOnExit() {
  process.on('exit', () => {
    endRunning();
    endCommands();
  });
  process.on('SIGINT', () => process.exit(130));
  process.on('SIGTERM', () => process.exit(143));
}

function renderProgress(step, number, count) {
  const name = `${number}/${count} ${step.commit.slice(0, 8)}`;
  if (step.skipped !== undefined) return `${name} skipped: ${step.skipped}`;
  const compared = step.full === undefined ? '' : `, missed ${step.full.missed.length}`;
  return `${name} selected ${step.selected} of ${step.total}${compared}`;
}

/** What two replays must have in common for the second to go on with the first. */
function planOf({ workspace, fullEvery, install, build, target, projects }, commits) {
  return { workspace, fullEvery, install, build, target, projects, commits: commits.map(({ hash }) => hash) };
}

async function main() {
  const parsed = parseOptions(process.argv.slice(2));
  if (!parsed.ok) stop(parsed.problem);
  const { options } = parsed;
  endChildrenOnExit();
  mkdirSync(options.dir, { recursive: true });
  const dir = realpathSync(options.dir);
  const clone = join(dir, 'clone');
  if (options.fresh)
    for (const name of ['clone', 'replay.json']) rmSync(join(dir, name), { recursive: true, force: true });

  const commits = listCommits(options.workspace, options);
  // Through JSON, as it is read again: absent options are absent there.
  const plan = JSON.parse(JSON.stringify(planOf(options, commits)));
  const state = readState(dir, plan) ?? { plan, installed: undefined, steps: [] };
  if (state.steps.length > 0)
    console.log(`replay: going on after ${state.steps.length} of ${commits.length} commits`);
  endLeftOvers(clone);
  makeClone(options.workspace, clone);
  const root = join(clone, prefixOf(options.workspace));
  const testmonFolder = join(root, '.testmon');
  restoreStore(dir, state.steps.length, testmonFolder);
  const commands = workspaceCommands(root, options);

  for (const commit of commits.slice(state.steps.length)) {
    const number = state.steps.length;
    // At the first commit everything is selected: there is nothing to compare.
    const full = number > 0 && options.fullEvery > 0 && number % options.fullEvery === 0;
    const { installed } = state;
    const done = await replayStep(commit, { clone, root, options, commands, installed, full });
    state.steps.push(done.step);
    state.installed = done.installed;
    state.summary = summarise(state.steps);
    writeState(dir, state, testmonFolder);
    console.log(renderProgress(done.step, number + 1, commits.length));
  }
  writeFileSync(join(dir, 'replay.html'), renderPage(`Replay of ${options.workspace}`, state.steps));
  console.log(`\n${renderSteps(state.steps)}\n\nreplay: ${join(dir, 'replay.json')}, replay.html beside it`);
  process.exitCode = summarise(state.steps).missed.length > 0 ? 1 : 0;
}

main().catch((error) => stop(error.stack));
