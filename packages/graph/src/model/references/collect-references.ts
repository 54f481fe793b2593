import type { BlockDependency, FallbackCause, ImportBinding, Reference } from '@nx-testmon/core';
import type { Ts } from '../syntax/compiler';
import { doubtsOfBinding, doubtsOfLoading } from './untraceable-packages';

/** What a piece of code names: top-level names, modules, files, and what can't be followed. */
export interface Mentions {
  readonly references: readonly Reference[];
  readonly dependencies: readonly BlockDependency[];
  readonly fallbackCauses: readonly FallbackCause[];
  readonly readsFiles: boolean;
  /** `require()` that loading evaluates. */
  readonly requires: readonly { readonly specifier: string; readonly position: number }[];
}

export interface MentionScope {
  readonly ts: Ts;
  readonly isKnown: (name: string) => boolean;
  readonly bindings: ReadonlyMap<string, ImportBinding>;
  /** Names that JSX calls without naming them. */
  readonly jsxFactories: readonly string[];
}

/** Gathers mentions, each once. */
export interface MentionCollector {
  readonly scope: MentionScope;
  refer(name: string, use: Reference['use'], member?: string): void;
  depend(kind: BlockDependency['kind'], specifier: string): void;
  doubt(kind: FallbackCause): void;
  /** A module that is loaded as a whole, by a literal. */
  load(specifier: string): void;
  require(specifier: string, position: number): void;
  readFiles(): void;
  finish(): Mentions;
}

export function collectMentions(scope: MentionScope): MentionCollector {
  const references = new Map<string, Reference>();
  const dependencies = new Map<string, BlockDependency>();
  const fallbackCauses = new Set<FallbackCause>();
  const requires: { specifier: string; position: number }[] = [];
  let readsFiles = false;

  return {
    scope,
    refer(name, use, member) {
      if (!scope.isKnown(name)) return;
      references.set(`${name} ${use} ${member ?? ''}`, {
        name,
        use,
        ...(member === undefined ? {} : { member }),
      });
      const binding = scope.bindings.get(name);
      if (binding) doubtsOfBinding(binding, member).forEach((one) => fallbackCauses.add(one));
    },
    depend: (kind, specifier) => void dependencies.set(`${kind} ${specifier}`, { kind, specifier }),
    doubt: (kind) => void fallbackCauses.add(kind),
    load(specifier) {
      dependencies.set(`import ${specifier}`, { kind: 'import', specifier });
      doubtsOfLoading(specifier).forEach((one) => fallbackCauses.add(one));
    },
    require: (specifier, position) => void requires.push({ specifier, position }),
    readFiles: () => void (readsFiles = true),
    finish: () => ({
      references: [...references.values()],
      dependencies: [...dependencies.values()],
      fallbackCauses: [...fallbackCauses],
      readsFiles,
      requires,
    }),
  };
}
