import {
  type BlockKey,
  digest,
  type Fact,
  factKey,
  formatBlockId,
  formatEnvironmentId,
  type TaskRecord,
  type TraceEntry,
} from '@nx-testmon/core';
import type { FactTrace } from '@nx-testmon/store';
import { seededRandom } from '../../shared/random.mts';

const SUITES = 200;
export const NOW = 1_800_000_000_000;
export const ENVIRONMENT = formatEnvironmentId({ name: 'default', digest: 'scale' });

export interface WorkspaceShape {
  readonly modules: number;
  readonly functionsOfModule: number;
  readonly testFiles: number;
  /** Pairs of test file and executed function. */
  readonly edges: number;
  readonly seed?: number;
}

/** The content of the facts of a workspace. Functions, modules and test files are numbers. */
export interface GeneratedFacts {
  readonly modules: number;
  readonly functionsOfModule: number;
  readonly edges: number;
  /** Block key of each function. */
  readonly names: readonly BlockKey[];
  /** Functions that each test file executed. */
  readonly executed: readonly Uint32Array[];
  readonly moduleName: (module: number) => string;
  suiteName(testFile: number): string;
  testFileName(testFile: number): string;
}

/**
 * Generates facts in which every test file passed once. All test files execute the same number of functions,
 * each in a different module: four of five are near the test file's own place in the workspace, the others
 * anywhere.
 */
export function generateFacts(shape: WorkspaceShape): GeneratedFacts {
  const { modules, functionsOfModule, testFiles, edges, seed = 1 } = shape;
  const random = seededRandom(seed);
  const each = Math.round(edges / testFiles);
  if (each > modules) throw new Error('a test file can execute one function of each module at most');
  const reach = Math.min(modules, each * 4);
  const moduleName = (module: number): string =>
    `packages/p${Math.floor((module / modules) * SUITES)}/src/m${module}.ts`;
  const names = Array.from({ length: modules * functionsOfModule }, (_, id) => {
    const module = moduleName(Math.floor(id / functionsOfModule));
    return formatBlockId({ kind: 'block', module, name: `f${id % functionsOfModule}()` });
  });
  const executed = Array.from({ length: testFiles }, (_, testFile) => {
    const around = Math.floor((testFile / testFiles) * modules);
    const chosen = new Map<number, number>();
    while (chosen.size < each) {
      const distance = Math.floor(random() * (random() < 0.8 ? reach : modules));
      const module = (around + distance) % modules;
      if (chosen.has(module)) continue;
      chosen.set(module, module * functionsOfModule + Math.floor(random() * functionsOfModule));
    }
    return Uint32Array.from(chosen.values());
  });
  const suiteOf = (testFile: number): number => Math.floor((testFile / testFiles) * SUITES);

  return {
    modules,
    functionsOfModule,
    edges: each * testFiles,
    names,
    executed,
    moduleName,
    suiteName: (testFile) => `packages/p${suiteOf(testFile)}:vitest.config.ts`,
    testFileName: (testFile) => `packages/p${suiteOf(testFile)}/src/t${testFile}.test.ts`,
  };
}

/** Digests of all functions. A changed function has a different digest. */
export function hashesOf(
  { names }: GeneratedFacts,
  changed: ReadonlySet<number> = new Set(),
): readonly string[] {
  return names.map((_, id) => hashOf(changed.has(id) ? id + names.length : id));
}

function hashOf(number: number): string {
  return Buffer.from(`function ${String(number).padStart(12, '0')}`)
    .toString('base64url')
    .slice(-16);
}

/** The entry of each module. It is the same in the traces of all test files that load the module. */
export function tracesOf({ modules, moduleName }: GeneratedFacts): readonly TraceEntry[] {
  const named = { specifiers: [], stars: [], mocks: [], globs: [], assets: [] };
  return Array.from({ length: modules }, (_, module) => ({
    kind: 'module',
    name: moduleName(module),
    digest: hashOf(module),
    module: { contentHash: hashOf(module), named },
  }));
}

/** The record of a project, with the dependency traces of its facts. */
interface GeneratedRecord {
  readonly record: TaskRecord;
  readonly traces: readonly FactTrace[];
}

/** One record for each project. */
export function* generateRecords(model: GeneratedFacts): Generator<GeneratedRecord> {
  const hashes = hashesOf(model);
  const entries = tracesOf(model);
  const byProject = new Map<string, number[]>();
  for (const testFile of model.executed.keys()) {
    const suite = model.suiteName(testFile);
    const project = suite.slice(0, suite.indexOf(':'));
    const testFiles = byProject.get(project);
    if (testFiles === undefined) byProject.set(project, [testFile]);
    else testFiles.push(testFile);
  }
  for (const [project, testFiles] of byProject) {
    const facts = testFiles.map((testFile) => generateFact(model, testFile, hashes));
    const record = { execId: 'scale', project, target: 'testmon', facts };
    const traces = facts.map((fact, index) => ({
      factKey: digest(factKey(fact)),
      entries: modulesOf(model, testFiles[index] ?? 0).flatMap((module) => entries[module] ?? []),
    }));
    yield { record, traces };
  }
}

const functionsOf = ({ executed }: GeneratedFacts, testFile: number): readonly number[] => [
  ...(executed[testFile] ?? []),
];

const modulesOf = (model: GeneratedFacts, testFile: number): readonly number[] =>
  functionsOf(model, testFile).map((id) => Math.floor(id / model.functionsOfModule));

function nameOf({ names }: GeneratedFacts, id: number): BlockKey {
  const name = names[id];
  if (name === undefined) throw new Error(`there is no function ${id}`);
  return name;
}

function generateFact(model: GeneratedFacts, testFile: number, hashes: readonly string[]): Fact {
  const dependencies = functionsOf(model, testFile).map((id) => ({
    block: nameOf(model, id),
    hash: hashes[id] ?? '',
  }));
  return {
    testFile: { suite: model.suiteName(testFile), path: model.testFileName(testFile) },
    environment: ENVIRONMENT,
    outcome: 'passed',
    durationMs: 100,
    endedAt: NOW - testFile,
    dependencies: dependencies.sort((a, b) => (a.block < b.block ? -1 : 1)),
  };
}

/** Every function of each `step`-th module. */
function everyFunctionOf({ modules, functionsOfModule }: GeneratedFacts, step: number): ReadonlySet<number> {
  const changed = new Set<number>();
  for (let module = step >> 1; module < modules; module += step) {
    for (let index = 0; index < functionsOfModule; index++) changed.add(module * functionsOfModule + index);
  }
  return changed;
}

/** A function that a test file executed. */
function executedFunction({ executed }: GeneratedFacts): number {
  return executed[executed.length >> 1]?.[0] ?? 0;
}

/**
 * Functions that an edit changes: none, one that a test file executed, or every function of some of the
 * modules.
 */
export const edits = {
  nothing: () => new Set(),
  'one-function': (model) => new Set([executedFunction(model)]),
  'one-percent': (model) => everyFunctionOf(model, 100),
  'ten-percent': (model) => everyFunctionOf(model, 10),
} satisfies Record<string, (model: GeneratedFacts) => ReadonlySet<number>>;

export type EditName = keyof typeof edits;

export const editNames = Object.keys(edits) as readonly EditName[];
