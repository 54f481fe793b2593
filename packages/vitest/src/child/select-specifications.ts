import { type RunRequest, workspacePath } from '@nx-testmon/runner';
import { suiteId } from './suite-id';
import type { Specification, VitestApi } from './vitest-api';

export interface TestFileName {
  readonly suite: string;
  readonly testFile: string;
}

/** How a specification is called outside Vitest. */
export function nameSpecification(
  request: RunRequest,
  vitest: VitestApi,
  { project, moduleId }: Pick<Specification, 'project' | 'moduleId'>,
): TestFileName {
  return {
    suite: suiteId(request, vitest, project),
    testFile: workspacePath(request.workspaceRoot, moduleId),
  };
}

export function keyOf({ suite, testFile }: TestFileName): string {
  return `${suite}\0${testFile}`;
}

/**
 * Lets `vitest.start` run only the requested files, after all it does by itself: its filters, its shard. The
 * shard is taken of all files, not of the selection: two machines may select differently, and a file must
 * not fall between their shards.
 *
 * @param onStart hears what is about to run
 */
export function selectSpecifications(
  request: RunRequest,
  vitest: VitestApi,
  onStart: (specifications: readonly Specification[]) => Promise<void>,
): void {
  const runFiles = vitest.runFiles?.bind(vitest);
  // Unknown to this version: everything runs, which is slow but safe.
  if (runFiles === undefined) return;
  const shardOnce = request.files === 'all' ? undefined : shardBeforehand(vitest);
  const wanted = request.files === 'all' ? undefined : new Set(request.files.map(keyOf));
  vitest.runFiles = async (specifications, allTestsRun) => {
    const sharded = shardOnce === undefined ? specifications : await shardOnce(specifications);
    const selected =
      wanted === undefined
        ? sharded
        : sharded.filter((specification) =>
            wanted.has(keyOf(nameSpecification(request, vitest, specification))),
          );
    // Nothing to do in this shard is no failure, and `--shard` may count more shards than files are left.
    if (selected.length < specifications.length) vitest.config.passWithNoTests = true;
    await onStart(selected);
    return runFiles(selected, allTestsRun);
  };
}

/**
 * Vitest 5 takes the shard before `runFiles`, 3 and 4 inside it. Whichever it is, the configured sequencer
 * does it once, and later calls get back what they gave.
 */
function shardBeforehand(
  vitest: VitestApi,
): ((specifications: Specification[]) => Promise<Specification[]>) | undefined {
  if (vitest.config.shard === undefined) return undefined;
  const Sequencer = vitest.config.sequence.sequencer;
  let sharded = false;
  vitest.config.sequence.sequencer = class extends Sequencer {
    override async shard(specifications: Specification[]): Promise<Specification[]> {
      if (sharded) return specifications;
      sharded = true;
      return super.shard(specifications);
    }
  };
  return async (specifications) =>
    sharded ? specifications : new vitest.config.sequence.sequencer(vitest).shard(specifications);
}
