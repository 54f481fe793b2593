import { type TestFileId, testFileKey } from '@nx-testmon/core';
import { type RunRequest, untraced, workspacePath } from '@nx-testmon/runner';
import { suiteId } from './suite-id';
import type { SequencerClass, Specification, VitestApi } from './vitest-api';

/** Identifies the test file of a specification. */
export function nameSpecification(
  request: RunRequest,
  vitest: VitestApi,
  { project, moduleId }: Pick<Specification, 'project' | 'moduleId'>,
): TestFileId {
  return untraced(() => ({
    suite: suiteId(request, vitest, project),
    path: workspacePath(request.workspaceRoot, moduleId),
  }));
}

/**
 * Makes `vitest.start` run only the requested files, after Vitest's own filters and sharding. All files are
 * sharded, not only the selected ones, because two machines can select different files and each file must be
 * in one shard.
 *
 * @param onStart called with the specifications that are about to run
 */
export function selectSpecifications(
  request: RunRequest,
  vitest: VitestApi,
  onStart: (specifications: readonly Specification[]) => Promise<void>,
): void {
  const runFiles = vitest.runFiles?.bind(vitest);
  // If this version of Vitest has no such function, everything runs: slow, but safe.
  if (runFiles === undefined) return;
  const wanted = request.files === 'all' ? undefined : new Set(request.files.map(testFileKey));
  const empty = emptinessOf(vitest);
  const shard = vitest.config.shard === undefined ? undefined : shardOnce(vitest, empty);
  vitest.runFiles = async (specifications, allTestsRun) => {
    const isAskedAgain = shard?.isTaken() === false;
    const sharded = shard === undefined ? specifications : await shard.take(specifications);
    const selected =
      wanted === undefined
        ? sharded
        : sharded.filter((specification) =>
            wanted.has(testFileKey(nameSpecification(request, vitest, specification))),
          );
    // A shard without selected files is not a failure.
    empty.allow(isAskedAgain || (selected.length === 0 && specifications.length > 0));
    await onStart(selected);
    return runFiles(selected, allTestsRun);
  };
}

interface Emptiness {
  /** Sets whether a run without test files passes. The user's option still applies. */
  allow(whether: boolean): void;
}

/**
 * Only set as long as necessary: with `passWithNoTests`, a test file without tests also passes, which fails
 * in a full run.
 */
function emptinessOf({ config }: VitestApi): Emptiness {
  const { passWithNoTests } = config;
  return {
    allow(whether) {
      config.passWithNoTests = whether || passWithNoTests;
    },
  };
}

interface Shard {
  /** Whether the files have been sharded. */
  isTaken(): boolean;
  take(specifications: Specification[]): Promise<Specification[]>;
}

/**
 * Vitest 5 shards before `runFiles`, Vitest 3 and 4 in it. In both cases the configured sequencer is called
 * once, and later calls return their input. Vitest refuses to create more shards than there are test files,
 * which is common in a workspace with many projects. Some shards are then empty.
 */
function shardOnce(vitest: VitestApi, empty: Emptiness): Shard {
  const { sequence } = vitest.config;
  const Sequencer = sequence.sequencer;
  let isTaken = false;
  async function take(
    sequencer: Pick<InstanceType<SequencerClass>, 'shard'>,
    specifications: Specification[],
  ) {
    const wasTaken = isTaken;
    isTaken = true;
    const inShard = wasTaken ? await Promise.resolve(specifications) : await sequencer.shard(specifications);
    // At this point, Vitest has counted the files and has not yet sent the configuration to its workers.
    empty.allow(inShard.length === 0 && (wasTaken || specifications.length > 0));
    return inShard;
  }
  sequence.sequencer = class extends Sequencer {
    override shard(specifications: Specification[]): Promise<Specification[]> {
      return take({ shard: (files) => super.shard(files) }, specifications);
    }
  };
  if (shardsBeforehand(vitest)) empty.allow(true);
  return {
    isTaken: () => isTaken,
    take: (specifications) =>
      isTaken ? Promise.resolve(specifications) : take(new Sequencer(vitest), specifications),
  };
}

/** Before Vitest 5, a run without any test file would also pass. */
function shardsBeforehand({ version }: VitestApi): boolean {
  return Number.parseInt(version) >= 5;
}
