import { mkdirSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** The folder in which a tool keeps its results and its clone of the workspace. */
export interface RunFolder {
  /** Absolute, with links resolved. */
  readonly dir: string;
  readonly clone: string;
}

/** @param stateName name of the file with the results; `fresh` removes it and the clone */
export function openRunFolder(
  options: { readonly dir: string; readonly fresh: boolean },
  stateName: string,
): RunFolder {
  mkdirSync(options.dir, { recursive: true });
  const dir = realpathSync(options.dir);
  const clone = join(dir, 'clone');
  if (options.fresh) {
    for (const path of [clone, join(dir, stateName)]) rmSync(path, { recursive: true, force: true });
  }
  return { dir, clone };
}

/** The results of a run so far. */
export interface RunProgress<Result> {
  /** Results of the first items, in their order. */
  readonly results: readonly Result[];
  /** Digest of the lockfile that `node_modules` was installed from. */
  readonly installed?: string | undefined;
}

/** A run over many items, such as commits, that can be interrupted and continued. */
export interface ResumableRun<Item, Result> {
  readonly items: readonly Item[];
  readonly from: RunProgress<Result>;
  check(
    item: Item,
    progress: RunProgress<Result>,
    index: number,
  ): Promise<{ readonly result: Result; readonly installed?: string | undefined }>;
  /** Called after each item, so that no result is lost. */
  keep(progress: RunProgress<Result>): void;
  render(result: Result, number: number, count: number): string;
}

/**
 * Checks the remaining items, and prints a line for each.
 *
 * @returns the results of all items
 */
export async function finishRun<Item, Result>(run: ResumableRun<Item, Result>): Promise<readonly Result[]> {
  const { items } = run;
  let progress = run.from;
  const done = progress.results.length;
  for (const [offset, item] of items.slice(done).entries()) {
    const index = done + offset;
    const { result, installed } = await run.check(item, progress, index);
    progress = { results: [...progress.results, result], installed };
    run.keep(progress);
    console.log(run.render(result, index + 1, items.length));
  }
  return progress.results;
}
