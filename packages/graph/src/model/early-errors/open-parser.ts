import { createRequire } from 'node:module';
import type * as Oxc from 'oxc-parser' with { 'resolution-mode': 'import' };
import type { ProblemOf } from '@nx-testmon/core';

/** The native part of oxc-parser. Its tree is a text, which the public part would turn into objects. */
interface Binding {
  parseSync(
    filename: string,
    text: string,
    options: Oxc.ParserOptions,
  ): { readonly errors: readonly ParserMessage[]; readonly program: string };
}

interface ParserMessage {
  /** `Error`, or what only warns. */
  readonly severity: string;
  readonly message: string;
}

/** A complete parser: it refuses whatever an engine or a compiler refuses, wherever in the text that stands. */
export interface CompleteParser {
  /** @returns the first mistake; `undefined` for a text that loads */
  findError(text: string, path: string): string | undefined;
}

/** The parser, or why there is none. */
export type ParserState =
  | { readonly kind: 'open'; readonly parser: CompleteParser }
  | { readonly kind: 'missing'; readonly detail: string };

/**
 * Loads oxc-parser, which Vite uses itself. It is native code, and loading it costs about 6 ms: it happens when the
 * first file must be parsed. Node keeps what was loaded, so that asking again costs nothing.
 */
export function openParser(): ParserState {
  try {
    const binding = loadBinding();
    return { kind: 'open', parser: { findError: (text, path) => findError(binding, text, path) } };
  } catch (error) {
    // The package manager left out the binary for this platform.
    const [detail = ''] = (error instanceof Error ? error.message : String(error)).split('\n', 1);
    return { kind: 'missing', detail };
  }
}

function loadBinding(): Binding {
  const module = 'oxc-parser/src-js/bindings';
  try {
    return require(module) as Binding;
  } catch (error) {
    // If hooks load ES modules in another thread (Yarn's Plug'n'Play), none can be required.
    const binding = requireNative(createRequire(require.resolve(module)));
    if (binding) return binding;
    throw error;
  }
}

/**
 * The package for this platform, as oxc-parser names it; which C library the platform has is found out by loading it.
 */
function requireNative(requireFrom: NodeJS.Require): Binding | undefined {
  for (const suffix of ['', '-gnu', '-musl', '-msvc', '-gnueabihf']) {
    try {
      return requireFrom(`@oxc-parser/binding-${process.platform}-${process.arch}${suffix}`) as Binding;
    } catch {
      // Not installed, or for another C library.
    }
  }
  return undefined;
}

/** Why no module can be checked, and what to do about it; `undefined` where the parser works. */
export function parserLimitation(): ProblemOf<'parser-not-loaded'> | undefined {
  const state = openParser();
  return state.kind === 'open' ? undefined : { kind: 'parser-not-loaded', detail: state.detail };
}

function findError(binding: Binding, text: string, path: string): string | undefined {
  const result = binding.parseSync('module', text, optionsFor(path));
  // The native part frees its tree, of 60 KB for a usual module, once it is taken. Nothing reads it.
  void result.program;
  return result.errors.find(({ severity }) => severity === 'Error')?.message;
}

/**
 * Outside of `.cjs` the rules of ES modules apply, under which a runner may load any file. What only a script may
 * hold is refused then, and the file counts as a whole.
 */
function optionsFor(path: string): Oxc.ParserOptions {
  const extension = path.slice(path.lastIndexOf('.') + 1);
  const lang = extension === 'tsx' ? 'tsx' : extension.endsWith('ts') ? 'ts' : 'jsx';
  return { lang, sourceType: extension === 'cjs' ? 'commonjs' : 'module', showSemanticErrors: true };
}
