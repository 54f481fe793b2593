import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SelectionDocument } from '@nx-testmon/cli';
import type { TaskReport } from '@nx-testmon/engine';
import { childEnvironment } from '../shared/child-environment.mts';
import { findProgram } from '../shared/find-program.mts';
import { readJsonLines } from '../shared/read-json-lines.mts';
import { endProcessTree, isDetached, trackProcess } from '../shared/running-processes.mts';
import type { ProjectGraph } from './project-graph.mts';
import type { Variables } from './full-runs.mts';
import { reporters } from './runner-commands.mts';
import type { FindRelated, ProjectSelection } from './selections.mts';
import type { TestFileEvent, TestRun } from './test-outcomes.mts';

/** How a program ended. */
interface ProgramRun {
  /** 128 if a signal ended it. */
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly timedOut: boolean;
}

interface ProgramOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly timeLimitMs?: number;
  /** Default: the root of the workspace. */
  readonly cwd?: string;
}

/**
 * Runs a program of the workspace, until it ends or its time limit is reached.
 *
 * @param args of `node`
 */
export function runProgram(
  workspace: string,
  args: readonly string[],
  { env = {}, timeLimitMs = Infinity, cwd = workspace }: ProgramOptions = {},
): Promise<ProgramRun> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      cwd,
      // Selections and direct runs of a test runner load no .env files, so tasks of Nx must not load them
      // either.
      env: childEnvironment({ NX_LOAD_DOT_ENV_FILES: 'false', ...env }),
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: isDetached,
    });
    trackProcess(child);
    let stdout = '';
    let stderr = '';
    let timedOut = false;
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    const timer = Number.isFinite(timeLimitMs)
      ? setTimeout(() => {
          timedOut = true;
          endProcessTree(child);
        }, timeLimitMs)
      : undefined;
    child.on('error', reject);
    child.on('close', (code) => {
      clearTimeout(timer);
      resolve({ code: code ?? 128, stdout, stderr, timedOut });
    });
  });
}

/** Path of the script of Nx. */
export function findNx(workspace: string): string {
  const nx = findProgram(workspace, 'nx', 'nx');
  if (nx === undefined) throw new Error(`no Nx is installed in ${workspace} or above`);
  return nx;
}

/** A run of the target, with the reports of its tasks. */
export interface TargetRun extends TestRun, ProgramRun {
  readonly reports: readonly TaskReport[];
}

export interface WorkspaceCommands {
  /**
   * Runs the selected test files, and stores the results.
   *
   * @param only the projects to run, and further variables
   */
  collect(only?: { projects?: readonly string[]; environment: Variables | undefined }): Promise<TargetRun>;
  /** Runs every test and records nothing. */
  runEverything(timeLimitMs?: number, environment?: Variables): Promise<TargetRun>;
  /** The test files that would run now, by project; a project without a selection is absent. */
  select(environment?: Variables): Promise<ReadonlyMap<string, ProjectSelection>>;
  readGraph(): Promise<ProjectGraph>;
  readonly findRelated: FindRelated;
}

interface CommandOptions {
  readonly target: string;
  readonly projects?: readonly string[] | undefined;
}

/**
 * The commands of one workspace. Each command looks up its program anew, because programs may be installed in
 * between.
 *
 * @param workspace real path of its root
 */
export function workspaceCommands(workspace: string, options: CommandOptions): WorkspaceCommands {
  return {
    collect: (only) =>
      runTarget(
        workspace,
        { ...options, ...(only?.projects ? { projects: only.projects } : {}) },
        only?.environment ?? {},
      ),
    runEverything: (timeLimitMs, environment) =>
      runTarget(
        workspace,
        options,
        { NX_TESTMON_NOSELECT: '1', NX_TESTMON_NOCOLLECT: '1', ...environment },
        {
          ...(timeLimitMs === undefined ? {} : { timeLimitMs }),
          args: [`--reporter=${reporters.vitest}`],
        },
      ),
    select: (environment) => select(workspace, options, environment),
    readGraph: () => readGraph(workspace),
    findRelated: (projectRoot, files) => findRelated(workspace, projectRoot, files),
  };
}

function chosenOf({ projects }: CommandOptions): string[] {
  return projects === undefined ? [] : [`--projects=${projects.join(',')}`];
}

function runTarget(
  workspace: string,
  options: CommandOptions,
  env: Readonly<Record<string, string>>,
  { timeLimitMs, args = [] }: { timeLimitMs?: number; args?: readonly string[] } = {},
): Promise<TargetRun> {
  return withTemporaryFolder(async (folder) => {
    const reportFile = join(folder, 'report.jsonl');
    const resultFile = join(folder, 'results.jsonl');
    const many = ['run-many', '-t', options.target, ...chosenOf(options)];
    const command = [...many, '--skip-nx-cache', '--outputStyle=static'];
    const run = await runProgram(workspace, [findNx(workspace), ...command, ...args], {
      ...(timeLimitMs === undefined ? {} : { timeLimitMs }),
      env: {
        NX_TESTMON_REPORT_FILE: reportFile,
        ORACLE_RESULTS: resultFile,
        ORACLE_WORKSPACE: workspace,
        ...env,
      },
    });
    return {
      ...run,
      reports: readJsonLines<TaskReport>(reportFile),
      results: readJsonLines<TestFileEvent>(resultFile),
    };
  });
}

async function select(
  workspace: string,
  options: CommandOptions,
  environment: Variables = {},
): Promise<ReadonlyMap<string, ProjectSelection>> {
  const testmon = findProgram(workspace, '@nx-testmon/cli', 'testmon');
  if (testmon === undefined) {
    const { reports } = await runTarget(workspace, options, {
      ...environment,
      NX_TESTMON_NOCOLLECT: '1',
    });
    const answered = reports.filter(({ outcome }) => outcome !== 'broken');
    return new Map(answered.map((one) => [one.project, one]));
  }
  const args = [testmon, 'select', '--json', '--target', options.target, ...chosenOf(options)];
  // Isolated plugins would give the same result, but take as much time as the rest of the command.
  const env = { ...environment, NX_ISOLATE_PLUGINS: 'false' };
  const { code, stdout, stderr } = await runProgram(workspace, args, { env });
  if (code === 0 || stdout.trimStart().startsWith('{')) {
    const document = JSON.parse(stdout) as SelectionDocument;
    return new Map(document.projects.map((one) => [one.project, one]));
  }
  // Nx itself failed, and printed the reason.
  if (stderr === '') throw new Error(`testmon select ended with ${code}`);
  return new Map();
}

function readGraph(workspace: string): Promise<ProjectGraph> {
  return withTemporaryFolder(async (folder) => {
    const file = join(folder, 'graph.json');
    const args = [findNx(workspace), 'graph', `--file=${file}`];
    const { code, stdout, stderr } = await runProgram(workspace, args);
    if (!existsSync(file)) throw new Error(`nx graph ended with ${code}\n${stdout}${stderr}`);
    return (JSON.parse(readFileSync(file, 'utf8')) as { graph: ProjectGraph }).graph;
  });
}

async function findRelated(
  workspace: string,
  projectRoot: string,
  files: readonly string[],
): Promise<readonly string[] | undefined> {
  const args = [join(import.meta.dirname, 'related-test-files.mts'), workspace, ...files];
  const { stdout } = await runProgram(workspace, args, { cwd: join(workspace, projectRoot) });
  const answer = stdout.split('\n').find((line) => line.startsWith('related: '));
  return answer === undefined ? undefined : (JSON.parse(answer.slice('related: '.length)) as string[]);
}

async function withTemporaryFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'nx-testmon-oracle-'));
  try {
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
