import type {
  BlockDependency,
  FallbackCause,
  ImportBinding,
  Reference,
  RunnerSyntax,
} from '@nx-testmon/core';
import type { ts as TypeScript } from 'ts-morph';
import type { Ts } from '../syntax/compiler';
import { fallbackCausesOfBinding, fallbackCausesOfLoading } from './untraceable-packages';

/** The references of a piece of code: top-level names, modules, files, and constructs that can't be traced. */
export interface CodeReferences {
  readonly references: readonly Reference[];
  readonly dependencies: readonly BlockDependency[];
  readonly fallbackCauses: readonly FallbackCause[];
  /** The code that each cause was found in first. */
  readonly fallbackNodes: ReadonlyMap<FallbackCause, TypeScript.Node>;
  readonly readsFiles: boolean;
  /** `require()` that loading evaluates. */
  readonly requires: readonly { readonly specifier: string; readonly position: number }[];
}

export interface ReferenceScope {
  readonly ts: Ts;
  readonly isKnown: (name: string) => boolean;
  readonly bindings: ReadonlyMap<string, ImportBinding>;
  /** Names that JSX calls without naming them. */
  readonly jsxFactories: readonly string[];
  /** Of all test runners. */
  readonly syntax: RunnerSyntax;
  /** In a compiled module, the targets of `exports.a`. */
  readonly ownExports: ReadonlyMap<string, string>;
}

/** Collects the references of a piece of code, each once. */
export class ReferenceCollector {
  private readonly references = new Map<string, Reference>();
  private readonly dependencies = new Map<string, BlockDependency>();
  /** The code that is read now. */
  node: TypeScript.Node | undefined;
  private readonly fallbackCauses = new Set<FallbackCause>();
  private readonly fallbackNodes = new Map<FallbackCause, TypeScript.Node>();
  private readonly requires: { specifier: string; position: number }[] = [];
  private readsFiles = false;

  constructor(readonly scope: ReferenceScope) {}

  /** @param member of a name that is bound to a namespace */
  addReference(name: string, use: Reference['use'], member?: string): void {
    if (!this.scope.isKnown(name)) return;
    const reference = member === undefined ? { name, use } : { name, use, member };
    this.references.set(`${name} ${use} ${member ?? ''}`, reference);
    const binding = this.scope.bindings.get(name);
    if (binding) this.addFallbackCauses(fallbackCausesOfBinding(binding, member));
  }

  addDependency(kind: BlockDependency['kind'], specifier: string): void {
    this.dependencies.set(`${kind} ${specifier}`, { kind, specifier });
  }

  addFallbackCause(cause: FallbackCause): void {
    this.fallbackCauses.add(cause);
    if (this.node && !this.fallbackNodes.has(cause)) this.fallbackNodes.set(cause, this.node);
  }

  /** A module that is loaded as a whole, by a literal. */
  addLoad(specifier: string): void {
    this.addDependency('import', specifier);
    this.addFallbackCauses(fallbackCausesOfLoading(specifier));
  }

  addRequire(specifier: string, position: number): void {
    this.requires.push({ specifier, position });
  }

  addFileRead(): void {
    this.readsFiles = true;
  }

  finish(): CodeReferences {
    return {
      references: [...this.references.values()],
      dependencies: [...this.dependencies.values()],
      fallbackCauses: [...this.fallbackCauses],
      fallbackNodes: this.fallbackNodes,
      readsFiles: this.readsFiles,
      requires: this.requires,
    };
  }

  private addFallbackCauses(causes: readonly FallbackCause[]): void {
    for (const cause of causes) this.addFallbackCause(cause);
  }
}
