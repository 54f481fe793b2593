// Steps through the history of a workspace in a clone of its own, runs nx-testmon at each commit, and
// compares it with full runs: missed test files, selected share and time.
// usage: npm run replay -- <workspace folder> [options]; --help lists them
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { workspaceCommands } from '../oracle/workspace-commands.mts';
import { endChildrenOnExit } from '../shared/running-processes.mts';
import { asKept } from '../shared/kept-state.mts';
import { finishRun, openRunFolder } from '../shared/resumable-run.mts';
import { describeError, stop } from '../shared/stop.mts';
import { listCommits, makeClone, prefixOf } from './history.mts';
import { parseOptions, type ReplayOptions } from './options.mts';
import { renderPage } from './render-page.mts';
import { renderSteps, summarise } from './render-steps.mts';
import { replayStep } from './replay-step.mts';
import { type Commit, isTried, type ReplayedStep } from './replayed-step.mts';
import { endLeftOvers } from './shell.mts';
import { readState, type ReplayPlan, restoreStore, stateName, writeState } from './state.mts';

function renderProgress(step: ReplayedStep, number: number, count: number): string {
  const name = `${number}/${count} ${step.commit.slice(0, 8)}`;
  if (!isTried(step)) return `${name} skipped: ${step.skipped}`;
  const compared = step.full === undefined ? '' : `, missed ${step.full.missed.length}`;
  return `${name} selected ${step.selected} of ${step.total}${compared}`;
}

function planOf(options: ReplayOptions, commits: readonly Commit[]): ReplayPlan {
  const { workspace, fullEvery, install, build, target, projects, peers } = options;
  const hashes = commits.map(({ hash }) => hash);
  const plan = { workspace, fullEvery, install, build, target, projects, peers, commits: hashes };
  return asKept(plan);
}

async function main(): Promise<void> {
  const parsed = parseOptions(process.argv.slice(2));
  if (!parsed.ok) return stop('replay', parsed.problem);
  const { options } = parsed;
  endChildrenOnExit();
  const { dir, clone } = openRunFolder(options, stateName);

  const commits = listCommits(options.workspace, options);
  const plan = planOf(options, commits);
  const { steps: known, installed } = readState(dir, plan) ?? { steps: [], installed: undefined };
  const done = known.length;
  if (done > 0) console.log(`replay: continuing after ${done} of ${commits.length} commits`);
  endLeftOvers(clone);
  makeClone(options.workspace, clone);
  const root = join(clone, prefixOf(options.workspace));
  const testmonFolder = join(root, '.testmon');
  restoreStore(dir, done, testmonFolder);
  const commands = workspaceCommands(root, options);

  const steps = await finishRun({
    items: commits,
    from: { results: known, installed },
    async check(commit, { results, installed }, index) {
      // Everything is selected at the first commit, so there is nothing to compare.
      const isCompared = index > 0 && options.fullEvery > 0 && index % options.fullEvery === 0;
      const base = results.findLast(isTried)?.commit;
      const request = { dir, clone, root, options, commands, installed, base, isCompared };
      const { step: result, installed: newlyInstalled } = await replayStep(commit, request);
      return { result, installed: newlyInstalled };
    },
    keep: ({ results, installed }) =>
      writeState(dir, { plan, installed, steps: results, summary: summarise(results) }, testmonFolder),
    render: renderProgress,
  });
  writeFileSync(join(dir, 'replay.html'), renderPage(`Replay of ${options.workspace}`, steps));
  console.log(`\n${renderSteps(steps)}\n\nreplay: ${join(dir, stateName)}, replay.html beside it`);
  process.exitCode = summarise(steps).missed.length > 0 ? 1 : 0;
}

main().catch((error: unknown) => stop('replay', describeError(error)));
