// Changes the source of a workspace at random, one mutant at a time, and checks that every test file that then
// fails is one that nx-testmon would have run. The workspace has nx-testmon installed and its tests pass.
// usage: npm run oracle -- <workspace folder> [options]; --help lists them
const { realpathSync } = require('node:fs');
const { fromHere } = require('../shared/from-here.cjs');
const { seededRandom } = require('../shared/random.cjs');
const { writeJson } = require('../shared/write-json.cjs');
const { directRuns } = require('./direct-runs.cjs');
const { judgeMutant } = require('./judge-mutant.cjs');
const { restoreFiles } = require('./journal.cjs');
const { parseOptions } = require('./options.cjs');
const { planMutants } = require('./plan-mutants.cjs');
const { renderProgress, renderSummary, summarise } = require('./render-summary.cjs');
const { dependenciesOf, ownerOf, reach } = require('./selections.cjs');
const { readOutcomes } = require('./test-outcomes.cjs');
const { warmRuns } = require('./warm-runs.cjs');
const { endRunning, workspaceCommands } = require('./workspace-commands.cjs');
const { copyWorkspace, makeCopyFolder, removeCopy } = require('./workspace-copies.cjs');
const { listWorkspaceFiles } = require('./workspace-files.cjs');

function stop(message) {
  console.error(`oracle: ${message}`);
  process.exit(2);
}

/** Whatever ends this process ends its children and puts the files back; only SIGKILL waits for the next start. */
function restoreOnExit(workspace, afterwards = () => {}) {
  process.on('exit', () => {
    endRunning();
    restoreFiles(workspace);
    afterwards();
  });
}

function restoreLeftOver(workspace) {
  const { restored, kept, original } = restoreFiles(workspace);
  for (const path of restored) console.log(`restored ${path}, which an oracle that was killed had changed`);
  for (const path of kept) {
    console.log(`${path} was changed since an oracle was killed; its original is in ${original}`);
  }
}

async function collect(commands) {
  console.log('baseline: collecting');
  const { reports, stdout, stderr } = await commands.collect();
  if (reports.length > 0) return;
  stop(`no task reported; is nx-testmon installed and registered?\n${stdout}${stderr}`);
}

/** Finds what fails without any mutant. */
async function runBaseline(commands, runs) {
  console.log('baseline: running every test');
  const run = await runs.runBaseline();
  const baseline = readOutcomes(run);
  if (baseline.testFiles.size === 0) stop(`no test file ran\n${run.stdout}${run.stderr}`);
  for (const name of [...baseline.failing, ...baseline.failedProjects]) {
    console.log(`baseline: left out, because it fails without a mutant: ${name}`);
  }
  const answers = [...(await commands.select()).values()];
  const selected = answers.reduce((all, one) => all + one.selected.length, 0);
  console.log(`baseline: ${baseline.testFiles.size} test files, selected without a mutant: ${selected}`);
  return { ...baseline, selectedWithoutMutant: selected };
}

/** Mutants lie in the chosen projects and in what they depend on; without a choice, in any project. */
function fileFilter(graph, projects) {
  if (projects === undefined) return (path) => ownerOf(graph, path) !== undefined;
  const wanted = reach(dependenciesOf(graph), projects);
  return (path) => wanted.has(ownerOf(graph, path));
}

/** Full runs by every task of Nx, with a time limit because a mutant may loop for ever. */
function nxRuns(commands, timeLimitMs) {
  return {
    async runBaseline() {
      const started = Date.now();
      const run = await commands.runEverything();
      timeLimitMs = 60_000 + 3 * (Date.now() - started);
      return run;
    },
    runTests: () => commands.runEverything(timeLimitMs),
    // Nx builds what its tasks depend on.
    build: () => Promise.resolve(),
    in: (others) => nxRuns(others, timeLimitMs),
  };
}

/** Full runs without Nx, where they are asked for. */
function openRuns({ workspace, graph, options }, durations) {
  if (options.warm) return warmRuns(workspace, graph, options, durations);
  return options.direct ? directRuns(workspace, graph, options, durations) : undefined;
}

/** Where mutants are judged: each place has its own files and takes one mutant at a time. */
async function openPlaces({ workspace, commands, runs, graph, options, ...shared }) {
  if (options.copies === 0) return [{ workspace, commands, runs, graph, ...shared }];
  const places = [];
  while (places.length < options.copies) {
    const copy = makeCopyFolder();
    restoreOnExit(copy, () => removeCopy(copy));
    await copyWorkspace(workspace, copy);
    const own = workspaceCommands(copy, options);
    const ownRuns = openRuns({ workspace: copy, graph, options }, runs.durations) ?? runs.in(own);
    places.push({ workspace: copy, commands: own, runs: ownRuns, graph, ...shared });
  }
  return places;
}

async function judgeAll(mutants, places, { startedAt, timeLimitMs }) {
  const results = [];
  const waiting = [...mutants];
  const work = async (place) => {
    while (waiting.length > 0 && Date.now() - startedAt <= timeLimitMs) {
      const result = await judgeMutant(waiting.shift(), place);
      results.push(result);
      console.log(renderProgress(result, results.length, mutants.length));
    }
  };
  await Promise.all(places.map(work));
  if (waiting.length > 0) console.log(`time is over: ${waiting.length} mutants were not tried`);
  return results;
}

/** Everything that was found, as one JSON document. */
function writeResult({ workspace, options, baseline, summary, mutants }) {
  const { json, seed, target, projects, kinds } = options;
  const { testFiles, failing, failedProjects, selectedWithoutMutant } = baseline;
  const document = {
    workspace,
    options: { seed, target, projects, kinds },
    baseline: {
      testFiles: [...testFiles.keys()],
      failing: [...failing],
      failedProjects,
      selectedWithoutMutant,
    },
    summary,
    mutants,
  };
  writeJson(json, document);
}

async function main() {
  const startedAt = Date.now();
  const parsed = parseOptions(process.argv.slice(2));
  if (!parsed.ok) stop(parsed.problem);
  const { options } = parsed;
  const workspace = realpathSync(fromHere(options.workspace));
  restoreLeftOver(workspace);
  restoreOnExit(workspace);
  process.on('SIGINT', () => process.exit(130));
  process.on('SIGTERM', () => process.exit(143));

  const commands = workspaceCommands(workspace, options);
  const graph = await commands.readGraph();
  const runs = openRuns({ workspace, graph, options }) ?? nxRuns(commands);
  if (!options.collected) await collect(commands);
  const baseline = await runBaseline(commands, runs);
  const isTestFile = new Set([...baseline.testFiles.values()].map(({ file }) => file));
  const isInProjects = fileFilter(graph, options.projects);
  const mutants = planMutants({
    workspace,
    files: listWorkspaceFiles(workspace, (path) => isInProjects(path) && !isTestFile.has(path)),
    kinds: options.kinds,
    count: options.mutants,
    random: seededRandom(options.seed),
  });
  if (mutants.length === 0) stop('there is nothing to mutate');

  const { peers } = options;
  const places = await openPlaces({ workspace, commands, runs, graph, baseline, peers, options });
  const results = await judgeAll(mutants, places, { startedAt, timeLimitMs: options.timeLimitMs });
  // Runners that stayed from mutant to mutant would keep this process.
  endRunning();
  console.log(`\n${renderSummary(results)}`);
  const summary = summarise(results);
  if (options.json !== undefined) writeResult({ workspace, options, baseline, summary, mutants: results });
  process.exitCode = (summary.selections.testmon?.missed ?? 0) > 0 ? 1 : 0;
}

main().catch((error) => stop(error.stack));
