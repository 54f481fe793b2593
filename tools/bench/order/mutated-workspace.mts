import {
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { buildWorkspace, type Workspace } from '@nx-testmon/core';
import { type DoneTask, openTaskStore, parseTaskOptions, runTask, storePaths } from '@nx-testmon/engine';
import type { Mutant } from '../../oracle/mutant.mts';
import { childEnvironment } from '../../shared/child-environment.mts';
import type { NoticedMutant } from './compare-orders.mts';

/**
 * Runs test files one at a time, so that they end in the order in which they start. The pool isolates them,
 * because Vitest itself decides the order of files that are not isolated.
 */
const runnerArguments = ['--pool=forks', '--isolate', '--maxWorkers=1'];
const env = childEnvironment({}, /^NX_TESTMON_/);

/**
 * Writes a workspace with the projects of a fixture.
 *
 * @param root absolute; existing content is replaced
 */
function writeWorkspace(root: string, fixture: string): Workspace {
  rmSync(root, { recursive: true, force: true });
  cpSync(fixture, root, { recursive: true });
  const manifest = createRequire(import.meta.url).resolve('vitest/package.json');
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { readonly version: string };
  const own = { name: 'bench', private: true, workspaces: ['libs/*'], devDependencies: { vitest: version } };
  const vitest = { version, integrity: 'sha512-none', dev: true };
  const lock = { name: 'bench', lockfileVersion: 3, packages: { '': own, 'node_modules/vitest': vitest } };
  writeFileSync(join(root, 'package.json'), JSON.stringify(own));
  writeFileSync(join(root, 'package-lock.json'), JSON.stringify(lock));
  const names = readdirSync(join(root, 'libs'));
  const scope = join(root, 'node_modules/@constructs');
  mkdirSync(scope, { recursive: true });
  for (const name of names) symlinkSync(join(root, 'libs', name), join(scope, name));
  return buildWorkspace(root, Object.fromEntries(names.map((name) => [name, `libs/${name}`])), {});
}

/** A workspace in which mutants are run. */
export class MutatedWorkspace {
  readonly #workspace: Workspace;
  /** Stored durations, in ms, of the test files that pass without a mutant. */
  readonly #durations = new Map<string, number>();

  /**
   * @param root absolute; inside this repository, so that Vitest is found in the folder above
   * @param fixture folder of a workspace whose projects are in `libs`
   */
  constructor(root: string, fixture: string) {
    this.#workspace = writeWorkspace(root, fixture);
  }

  /**
   * Collects the facts of a project.
   *
   * @returns the number of its test files that pass
   */
  async collect(project: string): Promise<number> {
    const { results } = await this.#run(project, {});
    const passed = results.filter(({ outcome }) => outcome === 'passed');
    const store = await openTaskStore(storePaths(this.#workspace.root, env), Date.now());
    for (const { testFile } of passed)
      this.#durations.set(testFile.path, store.lastRun(testFile)?.durationMs ?? Number.NaN);
    store.close();
    const again = await this.#run(project, { nocollect: true });
    const { file } = again.report.selected.find((one) => this.#durations.has(one.file)) ?? {};
    if (file !== undefined) throw new Error(`${file} is selected although nothing has changed`);
    return passed.length;
  }

  /**
   * Runs the test files that a mutant selects, and restores the changed files.
   *
   * @returns `undefined` if none or all of these test files notice the mutant
   */
  async runMutant(project: string, { changes }: Mutant): Promise<NoticedMutant | undefined> {
    const pathOf = (path: string) => join(this.#workspace.root, path);
    const before = Object.keys(changes).map((path) => [path, readFileSync(pathOf(path), 'utf8')] as const);
    for (const [path, text] of Object.entries(changes)) writeFileSync(pathOf(path), text ?? '');
    const { results } = await this.#run(project, { nocollect: true });
    for (const [path, text] of before) writeFileSync(pathOf(path), text);
    const ended = results.toSorted((one, other) => one.endedAt - other.endedAt);
    // Leaves out test files that also fail without a mutant, because packages that they need are not
    // installed here.
    const files = ended.flatMap(({ testFile: { path } }) => {
      const durationMs = this.#durations.get(path);
      return durationMs === undefined ? [] : [{ path, durationMs, bytes: statSync(pathOf(path)).size }];
    });
    const failed = new Set(
      ended.filter(({ outcome }) => outcome === 'failed').map(({ testFile }) => testFile.path),
    );
    const failing = new Set(files.map(({ path }) => path).filter((path) => failed.has(path)));
    return failing.size === 0 || failing.size === files.length ? undefined : { files, failing };
  }

  /** @throws Error if the task could not be run */
  async #run(project: string, raw: Readonly<Record<string, unknown>>): Promise<DoneTask> {
    const parsed = parseTaskOptions(raw, {});
    if (!parsed.ok) throw new Error('the options of the task are not valid');
    const options = { ...parsed.options, runnerArguments };
    const lines: string[] = [];
    const done = await runTask(
      { workspace: this.#workspace, project, target: 'bench', execId: 'bench', options },
      {
        env,
        write: (line) => lines.push(line),
        clock: Date.now,
        nodeVersion: process.versions.node,
        output: (chunk) => lines.push(String(chunk)),
      },
    );
    if (done.report.outcome === 'broken' || done.report.outcome === 'interrupted')
      throw new Error(`the tests of ${project} could not be run\n${lines.join('\n')}`);
    return done;
  }
}
