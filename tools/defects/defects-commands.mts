import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import type { SelectionDocument } from '@nx-testmon/cli';
import { reporters } from '../oracle/runner-commands.mts';
import { readOutcomes, type TestFileEvent } from '../oracle/test-outcomes.mts';
import { runProgram } from '../oracle/workspace-commands.mts';
import { findProgram } from '../shared/find-program.mts';
import { childEnvironment } from '../shared/child-environment.mts';
import { readJsonLines } from '../shared/read-json-lines.mts';
import { endProcessTree, isDetached, trackProcess } from '../shared/running-processes.mts';
import type { DefectsOptions } from './options.mts';

/** The test files that would run now. */
export interface SelectedFiles {
  /** Paths relative to the workspace. */
  readonly selected: ReadonlySet<string>;
  /** Number of selected test files. A file counts once for each suite that contains it. */
  readonly count: number;
  readonly total: number;
  /** Number of test files that each reason selects. */
  readonly reasons: Readonly<Record<string, number>>;
  readonly notes: readonly string[];
}

/** How the test files of a plain run ended; paths are relative to the workspace. */
export interface PlainRun {
  readonly testFiles: ReadonlySet<string>;
  readonly failing: ReadonlySet<string>;
  /** The last lines of its output. */
  readonly output: string;
}

/** The commands that check a fix in a workspace. */
export interface DefectsCommands {
  /**
   * Runs the selected test files with nx-testmon, and collects.
   *
   * @returns the last lines of its output
   */
  collect(): Promise<string>;
  /** @throws Error if `testmon select` fails */
  select(): Promise<SelectedFiles>;
  /**
   * Runs tests without nx-testmon.
   *
   * @param files the test files to run; default: all
   */
  runTests(files?: readonly string[]): Promise<PlainRun>;
}

type CommandOptions = Pick<DefectsOptions, 'tests' | 'runner' | 'projects' | 'timeLimitMs'>;

/**
 * All test files count as tests of one project. A plain run does not divide them by the projects of
 * nx-testmon.
 */
const project = 'workspace';

const lastLines = (output: string): string => output.trim().split('\n').slice(-5).join('\n');

/** @param workspace real path of its root */
export function defectsCommands(workspace: string, options: CommandOptions): DefectsCommands {
  const chosen = options.projects === undefined ? [] : ['--projects', options.projects.join(',')];
  const runTestmon = (...args: readonly string[]) =>
    runProgram(workspace, [findTestmon(workspace), ...args, ...chosen]);
  return {
    async collect() {
      const { stdout, stderr } = await runTestmon('run');
      return lastLines(`${stdout}${stderr}`);
    },
    async select() {
      const { code, stdout, stderr } = await runTestmon('select', '--json');
      if (code !== 0)
        throw new Error(`testmon select ended with ${code}: ${lastLines(`${stdout}${stderr}`)}`);
      return readSelection(JSON.parse(stdout) as SelectionDocument);
    },
    runTests: (files) => runTests(workspace, options, files),
  };
}

function findTestmon(workspace: string): string {
  const testmon = findProgram(workspace, '@nx-testmon/cli', 'testmon');
  if (testmon === undefined) throw new Error(`nx-testmon is not installed in ${workspace} or above`);
  return testmon;
}

function readSelection({ projects }: SelectionDocument): SelectedFiles {
  const all = projects.flatMap(({ selected }) => selected);
  const reasons: Record<string, number> = {};
  for (const { reason } of all) reasons[reason] = (reasons[reason] ?? 0) + 1;
  return {
    selected: new Set(all.map(({ file }) => file)),
    count: all.length,
    reasons,
    total: projects.reduce((sum, { total }) => sum + total, 0),
    notes: projects.flatMap((one) => one.notes.map((note) => `${one.project}: ${note}`)),
  };
}

async function runTests(
  workspace: string,
  { tests, runner, timeLimitMs }: CommandOptions,
  files: readonly string[] = [],
): Promise<PlainRun> {
  const folder = mkdtempSync(join(tmpdir(), 'nx-testmon-defects-'));
  const resultFile = join(folder, 'results.jsonl');
  try {
    const quoted = files.map((file) => `'${join(workspace, file).replaceAll("'", `'\\''`)}'`);
    const command = [tests, ...argumentsOf[runner](quoted)].join(' ');
    const variables = {
      ORACLE_RESULTS: resultFile,
      ORACLE_WORKSPACE: workspace,
      NX_TASK_TARGET_PROJECT: project,
    };
    const { code, output, timedOut } = await runCommand(command, workspace, variables, timeLimitMs);
    const results = readJsonLines<TestFileEvent>(resultFile);
    const reports = [{ project, outcome: code === 0 ? 'passed' : 'failed' }] as const;
    const outcomes = readOutcomes({ reports, results, timedOut });
    const pathsOf = (keys: Iterable<string>) =>
      new Set([...keys].map((key) => outcomes.testFiles.get(key)?.file ?? key));
    return {
      testFiles: pathsOf(outcomes.testFiles.keys()),
      failing: pathsOf(outcomes.failing),
      output: lastLines(output),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const argumentsOf = {
  vitest: (files: readonly string[]) => [`--reporter=${reporters.vitest}`, ...files],
  jest: (files: readonly string[]) => [
    `--reporters=${reporters.jest}`,
    ...(files.length > 0 ? ['--runTestsByPath', ...files] : []),
  ],
  node: (files: readonly string[]) => [
    `--test-reporter=${reporters.node}`,
    '--test-reporter-destination=stdout',
    ...files,
  ],
};

interface ShellRun {
  /** 128 if a signal ended the command. */
  readonly code: number;
  readonly output: string;
  readonly timedOut: boolean;
}

/** Runs a shell command with the Node of this process, until it ends or its time limit is reached. */
function runCommand(
  command: string,
  cwd: string,
  variables: Readonly<Record<string, string>>,
  timeLimitMs: number,
): Promise<ShellRun> {
  return new Promise((resolve, reject) => {
    const path = [dirname(process.execPath), process.env['PATH'] ?? ''].join(delimiter);
    const child = spawn(command, {
      cwd,
      env: childEnvironment({ ...variables, PATH: path }),
      shell: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: isDetached,
    });
    trackProcess(child);
    let output = '';
    let timedOut = false;
    const keep = (chunk: Buffer): void => void (output = (output + chunk.toString()).slice(-4000));
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    const timer = setTimeout(() => {
      timedOut = true;
      endProcessTree(child);
    }, timeLimitMs);
    child.on('error', reject);
    child.on('close', (code) => {
      clearTimeout(timer);
      resolve({ code: code ?? 128, output, timedOut });
    });
  });
}
