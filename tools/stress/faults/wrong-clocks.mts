import { join } from 'node:path';
import { type Fact, formatEnvironmentId, nextSequence, type TestFileId } from '@nx-testmon/core';
import { mergeRecords, mergeSources, openStoreSnapshot, type StoreSnapshot } from '@nx-testmon/store';
import type { Random } from '../../shared/random.mts';
import { NOW, SUITE } from '../sample-facts.mts';
import { type Fault, LOCK } from './store-under-fault.mts';

const testFile: TestFileId = { suite: SUITE, path: 'src/clock.test.ts' };
const HOUR = 3_600_000;

/** A machine with a store of its own, whose clock may be wrong. */
interface Machine {
  readonly file: string;
  now: number;
}

/** A failure, and the passes that its task knew. */
interface CollectedFailure {
  readonly code: string;
  readonly knownPasses: readonly string[];
}

/** Facts are distinguished by their duration, which is different for each. */
const nameOf = ({ durationMs }: Pick<Fact, 'durationMs'>): string => String(durationMs);
const codeOf = ({ dependencies }: Fact): string => dependencies[0]?.hash ?? '';

/** No offset, or hours or years, ahead or behind. */
const randomOffset = (random: Random): number => {
  const range = [0, 30 * HOUR, 100_000 * HOUR][Math.floor(random() * 3)] ?? 0;
  return Math.round((random() - 0.5) * 2 * range);
};

async function read<T>({ file, now }: Machine, use: (snapshot: StoreSnapshot) => T): Promise<T | undefined> {
  const opened = await openStoreSnapshot({ file, timeoutMs: 5_000, now });
  if (!opened.ok) return undefined;
  try {
    return use(opened.snapshot);
  } finally {
    opened.snapshot.close();
  }
}

/**
 * Collects one result as a task does: the facts that it read before determine the sequence of the new fact.
 */
async function collect(
  machine: Machine,
  turn: number,
  random: Random,
): Promise<CollectedFailure | undefined> {
  const { file, now } = machine;
  const code = `code-${Math.floor(random() * 3)}`;
  const outcome = random() < 0.5 ? 'passed' : 'failed';
  const known = await read(machine, (snapshot) => ({
    sequences: snapshot.sequencesOf(testFile),
    passes: snapshot.factsOf(testFile).filter((fact) => fact.outcome === 'passed'),
  }));
  const result = { outcome, endedAt: now } as const;
  const sequence = nextSequence(result, known?.sequences ?? [], now);
  const dependencies = [{ block: 'src/a.ts#f' as Fact['dependencies'][number]['block'], hash: code }];
  const fact: Fact = {
    testFile,
    environment: formatEnvironmentId({ name: 'e', digest: '1' }),
    durationMs: turn,
    ...result,
    sequence,
    dependencies,
  };
  const facts = [fact];
  const record = { execId: 'stress', project: 'stress', target: 'testmon', facts };
  const merged = await mergeRecords({ file, records: [record], lock: LOCK, now });
  if (merged.kind !== 'merged') throw new Error(`could not store: ${JSON.stringify(merged)}`);
  return outcome === 'failed' ? { code, knownPasses: (known?.passes ?? []).map(nameOf) } : undefined;
}

/** Finds passes that still decide although the store contains a failure that followed them. */
async function findHidden(
  machine: Machine,
  failures: ReadonlyMap<string, CollectedFailure>,
): Promise<readonly string[]> {
  const facts = (await read(machine, (snapshot) => snapshot.factsOf(testFile))) ?? [];
  return [...new Set(facts.map(codeOf))].flatMap((code) => {
    const decisive = facts.find((fact) => codeOf(fact) === code);
    if (decisive?.outcome !== 'passed') return [];
    return facts
      .filter((fact) => failures.get(nameOf(fact))?.knownPasses.includes(nameOf(decisive)) ?? false)
      .filter((fact) => codeOf(fact) === code)
      .map((fact) => `the pass ${nameOf(decisive)} hides the later failure ${nameOf(fact)}`);
  });
}

/** Two machines with jumping clocks collect results of one test file, and merge each other's stores. */
export const wrongClocks: Fault = async ({ paths, random }) => {
  const machines: readonly [Machine, Machine] = [
    { file: paths.file, now: NOW },
    { file: join(paths.folder, 'other.db'), now: NOW },
  ];
  const failures = new Map<string, CollectedFailure>();
  const problems: string[] = [];
  for (let turn = 1; turn <= 40; turn++) {
    const [machine, other] = random() < 0.5 ? machines : ([machines[1], machines[0]] as const);
    if (random() < 0.3) machine.now = NOW + randomOffset(random);
    machine.now += 60_000;
    const failure = await collect(machine, turn, random);
    if (failure) failures.set(String(turn), failure);
    if (random() < 0.3) {
      const { file, now } = machine;
      await mergeSources({ file, sources: [other.file], lock: LOCK, now });
    }
    problems.push(...(await findHidden(machine, failures)));
  }
  // The clocks are correct again.
  const corrected = machines.map(({ file }) => ({ file, now: NOW + 24 * HOUR }));
  for (const machine of corrected) problems.push(...(await findHidden(machine, failures)));
  return problems;
};
