import type { ts as TypeScript } from 'ts-morph';
import { isRequire, literalText } from '../references/read-calls';
import type { Ts } from '../syntax/compiler';
import { unwrap } from '../syntax/syntax-parts';
import type { CompilerFunctions } from './compiler-functions';

type Node = TypeScript.Node;

/** A module that a call loads by a literal. */
export interface RequiredModule {
  readonly specifier: string;
  /** `plain`: `require('a')`. `star`: `__importStar(require('a'))`. `default`: `__importDefault(require('a'))`. */
  readonly form: 'plain' | 'star' | 'default';
}

/** The module that an expression loads, if it does nothing else. */
export function requiredModule(ts: Ts, compiler: CompilerFunctions, outer: Node): RequiredModule | undefined {
  const node = unwrap(ts, outer);
  if (!ts.isCallExpression(node) || node.arguments.length !== 1) return undefined;
  const specifier = requiredSpecifier(ts, node);
  if (specifier !== undefined) return { specifier, form: 'plain' };
  const inner = requiredSpecifier(ts, node.arguments[0]!);
  if (inner === undefined) return undefined;
  if (compiler.isNamed(node.expression, '__importStar')) return { specifier: inner, form: 'star' };
  if (compiler.isNamed(node.expression, '__importDefault')) return { specifier: inner, form: 'default' };
  return undefined;
}

/** `__exportStar(require('a'), exports)` → `a`. */
export function starOf(ts: Ts, compiler: CompilerFunctions, node: Node): string | undefined {
  if (!ts.isCallExpression(node) || !compiler.isNamed(node.expression, '__exportStar')) return undefined;
  const [module, target, ...others] = node.arguments;
  const isStar =
    module && target && others.length === 0 && ts.isIdentifier(target) && target.text === 'exports';
  return isStar ? requiredSpecifier(ts, module) : undefined;
}

function requiredSpecifier(ts: Ts, outer: Node): string | undefined {
  const node = unwrap(ts, outer);
  if (!ts.isCallExpression(node) || node.arguments.length !== 1) return undefined;
  const callee = unwrap(ts, node.expression);
  return ts.isIdentifier(callee) && isRequire(ts, callee) ? literalText(ts, node.arguments[0]) : undefined;
}
