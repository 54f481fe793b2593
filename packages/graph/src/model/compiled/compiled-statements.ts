import type { ExportTarget, ImportBinding } from '@nx-testmon/core';
import type { ts as TypeScript } from 'ts-morph';
import type { SourceImport } from '../names/read-source-names';

type Node = TypeScript.Node;

/** The ES module statement from which a top-level statement of a compiled module was made. */
export type CompiledStatement =
  /** An import or a re-export: it loads a module. */
  | { readonly kind: 'import'; readonly specifier: string }
  /** It only declares export names, or is a function with which the compiler loads modules. */
  | { readonly kind: 'mark' }
  /** Another function that the compiler added. */
  | {
      readonly kind: 'function';
      readonly name: string;
      readonly declaration: Node;
      readonly value: TypeScript.Expression;
    }
  /** `exports.a = b`, where `b` is a name of the module with only one meaning. */
  | { readonly kind: 'alias'; readonly exported: string; readonly local: string }
  /** `exports.a = 1`. */
  | { readonly kind: 'value'; readonly exported: string; readonly value: TypeScript.Expression };

/** The exports of a CommonJS module, as the ES module that it was compiled from lists them. */
export interface CompiledExports {
  /** By exported name, in the order in which they are defined on `exports`. */
  readonly exports: ReadonlyMap<string, ExportTarget>;
  readonly stars: readonly string[];
  readonly imports: readonly SourceImport[];
  readonly bindings: ReadonlyMap<string, ImportBinding>;
  /** Statements whose meaning in the ES module differs from their effect. */
  readonly statements: ReadonlyMap<Node, CompiledStatement>;
}
