import { spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { childEnvironment } from '../shared/child-environment.mts';
import { findTestmon } from '../shared/find-program.mts';
import { isDetached, trackProcess } from '../shared/running-processes.mts';
import { type Program, variableOf } from './program.mts';

const repository = join(import.meta.dirname, '../..');

/** Results of test files by their paths: whether they pass, with every value that they compute. */
export type Outcomes = ReadonlyMap<string, string>;

interface ProcessResult {
  readonly code: number | null;
  readonly output: string;
  readonly errors: string;
}

/** A workspace with one package, in which each program is a folder. */
export class ProgramWorkspace {
  readonly root = realpathSync(mkdtempSync(join(tmpdir(), 'nx-testmon-random-')));
  readonly #programs = new Map<number, Program>();

  constructor() {
    symlinkSync(join(repository, 'node_modules'), join(this.root, 'node_modules'));
    this.#write('package.json', '{ "name": "workspace", "workspaces": ["packages/*"] }');
    this.#write(
      'packages/app/package.json',
      '{ "name": "app", "type": "module", "scripts": { "test": "vitest run" } }',
    );
    this.#write(
      'packages/app/vitest.config.mts',
      "export default { test: { include: ['program-*/*.test.ts'] } };",
    );
  }

  /** Writes a program, or the files of it that have changed. */
  writeProgram(number: number, program: Program): void {
    const before = this.#programs.get(number)?.files ?? new Map<string, string>();
    const folder = `packages/app/program-${number}`;
    for (const path of before.keys()) if (!program.files.has(path)) rmSync(join(this.root, folder, path));
    for (const [path, text] of program.files) {
      if (before.get(path) !== text) this.#write(`${folder}/${path}`, text);
    }
    this.#programs.set(number, program);
  }

  /** Runs and collects. */
  async collect(): Promise<void> {
    const ended = await this.#testmon('run');
    if (ended.code !== 0 && ended.code !== 1)
      throw new Error(`testmon run: ${ended.errors}\n${ended.output}`);
  }

  /** The test files that would run now, and the number of all test files. */
  async select(): Promise<{ readonly selected: ReadonlySet<string>; readonly total: number }> {
    const ended = await this.#testmon('select', '--json');
    if (ended.code !== 0) throw new Error(`testmon select: ${ended.errors}\n${ended.output}`);
    const { projects } = JSON.parse(ended.output) as {
      projects: { selected: { file: string }[]; total: number }[];
    };
    return {
      selected: new Set(projects.flatMap(({ selected }) => selected.map(({ file }) => file))),
      total: projects.reduce((sum, { total }) => sum + total, 0),
    };
  }

  /** Runs every test with the test runner alone, which writes all computed values to snapshots. */
  async runPlainly(): Promise<Outcomes> {
    const report = join(this.root, 'results.json');
    rmSync(report, { force: true });
    const vitest = join(repository, 'node_modules/vitest/vitest.mjs');
    const args = ['run', '--update', '--reporter=json', `--outputFile=${report}`];
    const ended = await this.#run(vitest, args, join(this.root, 'packages/app'));
    if (!existsSync(report)) throw new Error(`vitest: ${ended.errors}\n${ended.output}`);
    const { testResults } = JSON.parse(readFileSync(report, 'utf8')) as {
      testResults: { name: string; status: string }[];
    };
    return new Map(
      testResults.map(({ name, status }) => [
        relative(this.root, name),
        `${status}\n${status === 'passed' ? snapshotOf(name) : ''}`,
      ]),
    );
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }

  #write(path: string, text: string): void {
    mkdirSync(dirname(join(this.root, path)), { recursive: true });
    writeFileSync(join(this.root, path), text);
  }

  #testmon(...args: readonly string[]): Promise<ProcessResult> {
    return this.#run(findTestmon(), args, this.root);
  }

  #run(script: string, args: readonly string[], cwd: string): Promise<ProcessResult> {
    const variables = [...this.#programs].flatMap(([number, { variable }]) =>
      variable === undefined ? [] : [[variableOf(number), variable] as const],
    );
    const child = spawn(process.execPath, [script, ...args], {
      cwd,
      env: childEnvironment(Object.fromEntries(variables)),
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: isDetached,
    });
    trackProcess(child);
    let [output, errors] = ['', ''];
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
    return new Promise((resolve, reject) => {
      child.on('error', reject);
      child.on('close', (code) => resolve({ code, output, errors }));
    });
  }
}

function snapshotOf(testFile: string): string {
  return readFileSync(join(dirname(testFile), '__snapshots__', `${testFile.split('/').at(-1)}.snap`), 'utf8');
}
