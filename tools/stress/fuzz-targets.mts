import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseTaskOptions } from '@nx-testmon/engine';
import { runnerSyntax } from '@nx-testmon/engine/test-runners';
import {
  insertProbes,
  readModuleModel,
  readPackageLock,
  readPnpmLock,
  readYarnLock,
} from '@nx-testmon/graph';
import { encodeRecord, RecordDecoder } from '@nx-testmon/store';
import fc from 'fast-check';
import { ts } from 'ts-morph';
import { chooseRandom, type Random } from '../shared/random.mts';
import { describeCompiled } from './compiled-tree.mts';
import type { FuzzTargetName } from './fuzz-messages.mts';
import { mutateText } from './mutate-text.mts';
import { mutateToken, sampleModule } from './mutate-tokens.mts';
import { sampleRecord } from './sample-facts.mts';
import { lockfiles } from './sample-lockfiles.mts';

/** Whether a parser refused an input, or the problem with its result. */
export type FuzzResult = { readonly refused: boolean } | { readonly problem: string };

interface FuzzTarget {
  /** Creates an input. */
  make(random: Random, seed: number): string;
  check(input: string): FuzzResult;
}

const root = join(import.meta.dirname, '..', '..');

/** Sources of this repository that are small enough for thousands of inputs. */
function readSources(): readonly string[] {
  const names = readdirSync(join(root, 'packages'), { recursive: true }).map(String);
  return names
    .filter((name) => /src\/.*\.ts$/.test(name) && !name.includes('node_modules'))
    .map((name) => readFileSync(join(root, 'packages', name), 'utf8'))
    .filter((text) => text.length < 6_000);
}

const sampleOf = <T,>(values: fc.Arbitrary<T>, seed: number): T => {
  const [value] = fc.sample(values, { seed, numRuns: 1 });
  return value as T;
};

const recordFields = ['version', 'execId', 'project', 'target', 'blocks', 'modules', 'facts'];

const record: FuzzTarget = {
  make(random, seed) {
    const valid = encodeRecord(sampleRecord('fuzz', [`a-${seed % 7}`, `b-${seed % 5}`]));
    if (random() < 0.6) return mutateText(valid, random);
    const field = chooseRandom(recordFields, random);
    return JSON.stringify({ ...(JSON.parse(valid) as object), [field]: sampleOf(fc.jsonValue(), seed) });
  },
  check(text) {
    const decoded = new RecordDecoder().decode(text);
    if (!decoded.ok) return decoded.reason ? { refused: true } : { problem: 'refused without a reason' };
    const outside = decoded.record.facts.find(({ testFile }) =>
      /^[\\/]|(^|\/)\.\.(\/|$)/.test(testFile.path),
    );
    return outside === undefined
      ? { refused: false }
      : { problem: `a path leads out: ${outside.testFile.path}` };
  },
};

const optionNames = [
  'nocollect',
  'collect',
  'select',
  'probes',
  'testRunner',
  'config',
  'environment',
  'reportFile',
  '_',
  't',
];

const options: FuzzTarget = {
  make(random, seed) {
    const value = fc.oneof(fc.jsonValue(), fc.constantFrom('true', 'no', '', 'vitest', '../..', '__proto__'));
    const given = {};
    for (let left = Math.floor(random() * 4); left >= 0; left--) {
      const name = random() < 0.8 ? chooseRandom(optionNames, random) : sampleOf(fc.string(), seed);
      Object.defineProperty(given, name, {
        value: sampleOf(value, seed + left),
        enumerable: true,
        configurable: true,
      });
    }
    return JSON.stringify(given);
  },
  check(text) {
    const parsed = parseTaskOptions(JSON.parse(text) as Record<string, unknown>, {});
    if (parsed.ok) return { refused: false };
    return parsed.problems.length > 0 ? { refused: true } : { problem: 'refused without a reason' };
  },
};

const lockfileReaders = { npm: readPackageLock, pnpm: readPnpmLock, yarn: readYarnLock } as const;
const packageManagers = ['npm', 'pnpm', 'yarn'] as const;

type LockfileInput = readonly [manager: (typeof packageManagers)[number], text: string];

const lockfile: FuzzTarget = {
  make(random) {
    const manager = chooseRandom(packageManagers, random);
    const input: LockfileInput = [manager, mutateText(lockfiles[manager], random)];
    return JSON.stringify(input);
  },
  check(input) {
    const [manager, text] = JSON.parse(input) as LockfileInput;
    return { refused: lockfileReaders[manager](text) === undefined };
  },
};

type ModuleInput = readonly [original: string, mutated: string];

/** Modules of this repository, and samples of rare syntax. */
class ModuleTarget implements FuzzTarget {
  #sources: readonly string[] | undefined;

  make(random: Random): string {
    const isSample = random() < 0.3;
    const original = isSample
      ? sampleModule(random)
      : chooseRandom((this.#sources ??= readSources()), random);
    const mutate = random() < 0.5 ? mutateToken : mutateText;
    const input: ModuleInput = [original, mutate(original, random)];
    return JSON.stringify(input);
  }

  /** Sources that compile to different code must have different models, or no model at all. */
  check(input: string): FuzzResult {
    const [original, mutated] = JSON.parse(input) as ModuleInput;
    const path = 'lib/module.ts';
    const before = readModuleModel(original, path, runnerSyntax);
    const after = readModuleModel(mutated, path, runnerSyntax);
    if (after.kind === 'whole-file') return { refused: true };
    const instrumented = insertProbes(mutated, path, path, runnerSyntax);
    if (instrumented && !isSound(instrumented.code, mutated)) return { problem: 'probes break the module' };
    if (describeModel(before) !== describeModel(after) || before.kind === 'whole-file')
      return { refused: false };
    return describeCompiled(original) === describeCompiled(mutated)
      ? { refused: false }
      : { problem: 'other code, the same model' };
  }
}

/**
 * Whether the code with probes is valid: the function of the probes follows the last line, and every other
 * line stays in its place.
 */
function isSound(code: string, text: string): boolean {
  const parsed = ts.createSourceFile('module.ts', code, ts.ScriptTarget.ESNext);
  const { parseDiagnostics } = parsed as { readonly parseDiagnostics?: readonly ts.Diagnostic[] };
  const ownLines = code.slice(0, code.lastIndexOf('\n;function ')).split('\n');
  return ownLines.length === text.split('\n').length && parseDiagnostics?.length === 0;
}

const describeModel = (model: ReturnType<typeof readModuleModel>): string =>
  JSON.stringify({ ...model, contentHash: undefined });

export const targets: Readonly<Record<FuzzTargetName, FuzzTarget>> = {
  record,
  options,
  lockfile,
  module: new ModuleTarget(),
};
