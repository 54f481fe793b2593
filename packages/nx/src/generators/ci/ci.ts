import { join } from 'node:path';
import type { Tree } from '@nx/devkit';
import { loadDevkit } from '../../load-devkit';
import { createPipeline, pipelinePaths, type CiService } from './pipelines';

/** Options of the generator, as `schemas/ci.json` describes them. */
export interface CiOptions {
  readonly ci: CiService;
}

/**
 * Writes the pipeline of docs/ci.md for this workspace. An existing file is not changed.
 *
 * @returns a function that prints what was written and the next steps, after the files are written
 */
export default function ciGenerator(tree: Tree, { ci }: CiOptions): () => void {
  const text = createPipeline(tree, ci, join(__dirname, '../../../pipelines'));
  const paths = pipelinePaths[ci];
  const same = paths.find((path) => tree.read(path, 'utf-8') === text);
  const free = paths.find((path) => !tree.exists(path));
  if (same === undefined && free !== undefined) tree.write(free, text);
  const path = same ?? free;
  return () => {
    loadDevkit().output.log({
      title:
        same !== undefined
          ? `Nothing to do: ${same} is up to date.`
          : free === undefined
            ? `Nothing was written: ${describeExisting(paths)} from the generated pipeline.`
            : `${free} was written.`,
      bodyLines: path === undefined ? ['Delete it, or compare it with docs/ci.md.'] : adviceFor(ci, path),
    });
  };
}

function describeExisting(paths: readonly string[]): string {
  return paths.length === 1
    ? `${paths.join()} exists and differs`
    : `${paths.join(' and ')} exist and differ`;
}

function adviceFor(ci: CiService, path: string): string[] {
  const rule = 'The main branch collects, and pull requests only read.';
  const isMain = path === pipelinePaths[ci][0];
  return isMain
    ? [`${rule} Commit the file.`]
    : [
        `${rule} Add to ${pipelinePaths[ci][0]}, and commit both files:`,
        '',
        'include:',
        `  - local: ${path}`,
      ];
}
