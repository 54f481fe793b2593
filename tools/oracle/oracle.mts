// Changes the source of a workspace at random, one mutant at a time, and checks that nx-testmon selects every
// test file that then fails. nx-testmon must be installed in the workspace, and the tests must pass.
// usage: npm run oracle -- <workspace folder> [options]; --help lists them
import { realpathSync } from 'node:fs';
import { resolveFromCaller } from '../shared/resolve-from-caller.mts';
import { seededRandom } from '../shared/random.mts';
import { endRunning } from '../shared/running-processes.mts';
import { describeError, stop } from '../shared/stop.mts';
import { writeJson } from '../shared/write-json.mts';
import { type Baseline, collect, runBaseline } from './baseline.mts';
import { checkMutant, type CheckedWorkspace, type MutantResult } from './check-mutant.mts';
import { directRuns } from './direct-runs.mts';
import type { FullRuns } from './full-runs.mts';
import { restoreFiles } from './journal.mts';
import type { Mutant } from './mutant.mts';
import { NxRuns } from './nx-runs.mts';
import { type OracleOptions, parseOptions } from './options.mts';
import { planMutants } from './plan-mutants.mts';
import { dependenciesOf, ownerOf, type ProjectGraph, reach } from './project-graph.mts';
import { type OracleSummary, renderProgress, renderSummary, summarise } from './render-summary.mts';
import { warmRuns } from './warm-runs.mts';
import { type WorkspaceCommands, workspaceCommands } from './workspace-commands.mts';
import { copyWorkspace, makeCopyFolder, removeCopy } from './workspace-copies.mts';
import { listWorkspaceFiles } from './workspace-files.mts';

/**
 * Ends the children and restores the files when this process ends. After SIGKILL, the next start restores the
 * files.
 */
function restoreOnExit(workspace: string, afterwards: () => void = () => undefined): void {
  process.on('exit', () => {
    endRunning();
    restoreFiles(workspace);
    afterwards();
  });
}

function restoreLeftOver(workspace: string): void {
  const { restored, kept, originals } = restoreFiles(workspace);
  for (const path of restored) console.log(`restored ${path}, which an oracle that was killed had changed`);
  for (const path of kept) {
    console.log(`${path} was changed since an oracle was killed; its original is in ${originals}`);
  }
}

/** Accepts files of the chosen projects and of their dependencies; without a choice, files of any project. */
function fileFilter(graph: ProjectGraph, projects: readonly string[] | undefined): (path: string) => boolean {
  const wanted = projects && reach(dependenciesOf(graph), projects);
  return (path) => {
    const owner = ownerOf(graph, path);
    return owner !== undefined && (wanted?.has(owner) ?? true);
  };
}

interface Workspace {
  readonly workspace: string;
  readonly commands: WorkspaceCommands;
  readonly graph: ProjectGraph;
}

function chooseRuns({ workspace, commands, graph }: Workspace, options: OracleOptions): FullRuns {
  const { target, projects, copies, direct, warm } = options;
  const request = { workspace, graph, target, projects, atOnce: Math.max(1, copies) };
  if (warm) return warmRuns(request);
  return direct ? directRuns(request) : new NxRuns(commands);
}

/** The workspaces in which mutants are checked in parallel: the copies, or the workspace itself. */
async function openWorkspaces(
  original: CheckedWorkspace,
  options: OracleOptions,
): Promise<readonly CheckedWorkspace[]> {
  if (options.copies === 0) return [original];
  const copies: CheckedWorkspace[] = [];
  while (copies.length < options.copies) {
    const workspace = makeCopyFolder();
    restoreOnExit(workspace, () => removeCopy(workspace));
    await copyWorkspace(original.workspace, workspace);
    const commands = workspaceCommands(workspace, options);
    copies.push({ ...original, workspace, commands, runs: original.runs.inCopy(workspace, commands) });
  }
  return copies;
}

async function checkAll(
  mutants: readonly Mutant[],
  workspaces: readonly CheckedWorkspace[],
  /** A time of `Date.now()`. */
  endAt: number,
): Promise<readonly MutantResult[]> {
  const results: MutantResult[] = [];
  const waiting = [...mutants];
  const work = async (workspace: CheckedWorkspace): Promise<void> => {
    while (Date.now() <= endAt) {
      const mutant = waiting.shift();
      if (mutant === undefined) return;
      const result = await checkMutant(mutant, workspace);
      results.push(result);
      console.log(renderProgress(result, results.length, mutants.length));
    }
  };
  await Promise.all(workspaces.map(work));
  if (waiting.length > 0) console.log(`the time is over: ${waiting.length} mutants were not tried`);
  return results;
}

/** All results, as one JSON document. */
export interface OracleDocument {
  readonly workspace: string;
  readonly options: Pick<OracleOptions, 'seed' | 'target' | 'projects' | 'kinds'>;
  readonly baseline: {
    readonly testFiles: readonly string[];
    readonly failing: readonly string[];
    readonly failedProjects: readonly string[];
    readonly selectedWithoutMutant: number;
    readonly selectedFromRecords?: number | undefined;
  };
  readonly summary: OracleSummary;
  readonly mutants: readonly MutantResult[];
}

function toDocument(
  workspace: string,
  { seed, target, projects, kinds }: OracleOptions,
  baseline: Baseline,
  mutants: readonly MutantResult[],
): OracleDocument {
  const { testFiles, failing, failedProjects, selectedWithoutMutant, selectedFromRecords } = baseline;
  return {
    workspace,
    options: { seed, target, projects, kinds },
    baseline: {
      testFiles: [...testFiles.keys()],
      failing: [...failing],
      failedProjects,
      selectedWithoutMutant,
      selectedFromRecords,
    },
    summary: summarise(mutants),
    mutants,
  };
}

async function main(): Promise<void> {
  const startedAt = Date.now();
  const parsed = parseOptions(process.argv.slice(2));
  if (!parsed.ok) return stop('oracle', parsed.problem);
  const { options } = parsed;
  const workspace = realpathSync(resolveFromCaller(options.workspace));
  restoreLeftOver(workspace);
  restoreOnExit(workspace);
  process.on('SIGINT', () => process.exit(130));
  process.on('SIGTERM', () => process.exit(143));

  const commands = workspaceCommands(workspace, options);
  const graph = await commands.readGraph();
  const runs = chooseRuns({ workspace, commands, graph }, options);
  if (!options.collected) await collect(commands);
  const baseline = await runBaseline(commands, runs, options);
  const testFiles = new Set([...baseline.testFiles.values()].map(({ file }) => file));
  const isInProjects = fileFilter(graph, options.projects);
  const mutants = planMutants({
    workspace,
    files: listWorkspaceFiles(workspace, isInProjects, testFiles),
    kinds: options.kinds,
    count: options.mutants,
    random: seededRandom(options.seed),
  });
  if (mutants.length === 0) stop('oracle', 'there is nothing to mutate');

  const { peers, collectMutants } = options;
  const original = { workspace, commands, runs, graph, baseline, peers, collectMutants };
  const workspaces = await openWorkspaces(original, options);
  const results = await checkAll(mutants, workspaces, startedAt + options.timeLimitMs);
  // Test runners that are kept between mutants would keep this process alive.
  endRunning();
  console.log(`\n${renderSummary(results)}`);
  const document = toDocument(workspace, options, baseline, results);
  if (options.json !== undefined) writeJson(options.json, document);
  process.exitCode = results.some(({ testmon }) => testmon.missed.length > 0) ? 1 : 0;
}

main().catch((error: unknown) => stop('oracle', describeError(error)));
