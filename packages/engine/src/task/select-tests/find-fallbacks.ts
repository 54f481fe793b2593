import {
  type BlockKey,
  executionOf,
  type Fact,
  type Fallback,
  hasScope,
  type ModuleModel,
  moduleOfBlock,
  parseBlockId,
  SEEDED_AT,
  sortFallbacks,
  specifierOfFallback,
  type SuiteTestFile,
} from '@nx-testmon/core';
import { codeFallbacksOf, type SuiteState } from '../read-task/read-suite';

/**
 * Finds why a test file depends on more than it executed and read when its fact was created: causes that the
 * run reported, which the fact contains, and causes in its current code. Lines of code are not looked up
 * here.
 *
 * @param isTraversed false to avoid a traversal: the code is then not examined if the run reported why the
 * whole project counts
 */
export function findFallbacks(
  suite: SuiteState,
  testFile: SuiteTestFile,
  fact: Fact,
  { isTraversed = true } = {},
): Fallback[] {
  if (fact.endedAt === SEEDED_AT) return [{ kind: 'seeded' }];
  const { fallbacks: reported = [] } = fact;
  return sortFallbacks([
    ...reported.map((one) => withImport(suite, fact, one)),
    ...ofSuite(suite, testFile, reported),
    ...ofFact(suite, fact),
    ...(isTraversed || !hasScope(reported, 'project') ? ofCode(suite, testFile, fact) : []),
  ]);
}

/**
 * Leaves out code that may start a process if the fact already names the process and the code that started
 * it.
 */
function ofCode(suite: SuiteState, { testFile }: SuiteTestFile, fact: Fact): readonly Fallback[] {
  const found = codeFallbacksOf(suite, testFile, executionOf(fact));
  return hasScope(fact.fallbacks, 'project') ? found.filter(({ kind }) => kind !== 'starts-process') : found;
}

/** Fallbacks of a test file that do not depend on its execution. */
function ofSuite({ suite }: SuiteState, { types }: SuiteTestFile, reported: readonly Fallback[]): Fallback[] {
  const isShared = !suite.isolate && !hasScope(reported, 'code');
  return [
    ...(types ? [{ kind: 'checks-types' } as const] : []),
    ...(isShared ? [{ kind: 'shared-modules' } as const] : []),
  ];
}

/** Fallbacks of a fact without causes, as earlier versions stored them. */
function ofFact({ suite }: SuiteState, { execution, fallbacks: reported }: Fact): Fallback[] {
  if (!suite.isolate || hasScope(reported, 'code')) return [];
  if (!execution) return [{ kind: 'not-collected' }];
  const { reads } = execution;
  if (!reads) return [{ kind: 'reads-untraced' }];
  return [
    ...(reads.isComplete || hasScope(reported, 'data') ? [] : [{ kind: 'reads-incomplete' } as const]),
    ...(!reads.fallback || hasScope(reported, 'project') ? [] : [{ kind: 'process-started' } as const]),
  ];
}

/** Adds the module that imports what was loaded, if the call stack did not show it. */
function withImport({ analysis }: SuiteState, { dependencies }: Fact, fallback: Fallback): Fallback {
  const { kind, module } = fallback;
  const name = specifierOfFallback(fallback);
  if (module !== undefined || name === undefined) return fallback;
  if (kind !== 'native-code' && kind !== 'untraced-builtin') return fallback;
  const isOf = (specifier: string) =>
    [name, name.replace(/^node:/, '')].includes(specifier) || specifier.startsWith(`${name}/`);
  const modules = new Set(dependencies.flatMap(({ block }) => moduleOf(block) ?? []));
  const importer = [...modules].find((path) => specifiersOf(analysis.graph.model(path)).some(isOf));
  return importer === undefined ? fallback : { ...fallback, module: importer };
}

function moduleOf(block: BlockKey): string | undefined {
  const id = parseBlockId(block);
  return id && moduleOfBlock(id);
}

function specifiersOf(model: ModuleModel | undefined): string[] {
  const loaded = model?.blocks.flatMap(({ dependencies }) => dependencies) ?? [];
  return [...(model?.imports ?? []), ...loaded].map(({ specifier }) => specifier);
}

/** Modules whose whole text counts for a test file. */
export function findWholeModules({ analysis }: SuiteState, { dependencies }: Fact): Fallback[] {
  const found = dependencies.flatMap(({ block }): Fallback[] => {
    const id = parseBlockId(block);
    if (id?.kind === 'text') return [{ kind: 'whole-module', module: id.module }];
    const path = id && (moduleOfBlock(id) ?? (id.kind === 'file' ? id.path : undefined));
    const error = path === undefined ? undefined : analysis.graph.model(path)?.parseError;
    return path === undefined || error === undefined
      ? []
      : [{ kind: 'syntax-error', module: path, subject: error }];
  });
  return sortFallbacks(found);
}
