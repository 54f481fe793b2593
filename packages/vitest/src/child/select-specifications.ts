import { type TestFileId, testFileKey } from '@nx-testmon/core';
import { type RunRequest, workspacePath } from '@nx-testmon/runner';
import { suiteId } from './suite-id';
import type { SequencerClass, Specification, VitestApi } from './vitest-api';

/** How a specification is called outside Vitest. */
export function nameSpecification(
  request: RunRequest,
  vitest: VitestApi,
  { project, moduleId }: Pick<Specification, 'project' | 'moduleId'>,
): TestFileId {
  return {
    suite: suiteId(request, vitest, project),
    path: workspacePath(request.workspaceRoot, moduleId),
  };
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
    // Nothing to do in this shard is no failure.
    empty.allow(isAskedAgain || (selected.length === 0 && specifications.length > 0));
    await onStart(selected);
    return runFiles(selected, allTestsRun);
  };
}

interface Emptiness {
  /** Whether a run without test files may pass; what the user said holds all the same. */
  allow(whether: boolean): void;
}

/**
 * Only for as long as it is needed: with `passWithNoTests` a test file without tests passes too, which fails in
 * a run of everything.
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
  /** Whether Vitest has asked for it. */
  isTaken(): boolean;
  take(specifications: Specification[]): Promise<Specification[]>;
}

/**
 * Vitest 5 takes the shard before `runFiles`, 3 and 4 inside it. Whichever it is, the configured sequencer
 * does it once, and later calls get back what they gave. Vitest refuses to make more shards than there are test
 * files, which in a workspace of many projects is usual: some of their shards are empty.
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
    // Vitest has counted, and not yet told its workers what the configuration is.
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

/** Before 5, a run without any test file would pass as well. */
function shardsBeforehand({ version }: VitestApi): boolean {
  return Number.parseInt(version) >= 5;
}
