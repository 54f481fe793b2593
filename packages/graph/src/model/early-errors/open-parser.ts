import { createRequire } from 'node:module';
import type * as Oxc from 'oxc-parser' with { 'resolution-mode': 'import' };
import { errorMessage, type ProblemOf } from '@nx-testmon/core';

/** The native part of oxc-parser. It returns the tree as text, which the public part would convert to objects. */
interface Binding {
  parseSync(
    filename: string,
    text: string,
    options: Oxc.ParserOptions,
  ): { readonly errors: readonly ParserMessage[]; readonly program: string };
}

interface ParserMessage {
  /** `Error`, or the severity of a warning. */
  readonly severity: string;
  readonly message: string;
}

/** A complete parser: it rejects everything that an engine or a compiler rejects, anywhere in the text. */
export interface CompleteParser {
  /** @returns the first error; `undefined` for a text that loads */
  findError(text: string, path: string): string | undefined;
}

/** The parser, or why there is none. */
export type ParserState =
  | { readonly kind: 'open'; readonly parser: CompleteParser }
  | { readonly kind: 'missing'; readonly detail: string };

/**
 * Loads oxc-parser, which Vite uses itself. It is native code, and loading it takes about 6 ms, so it is loaded for
 * the first file that must be parsed. Node caches it, so further calls cost nothing.
 */
export function openParser(): ParserState {
  try {
    const binding = loadBinding();
    return { kind: 'open', parser: { findError: (text, path) => findError(binding, text, path) } };
  } catch (error) {
    // The package manager left out the binary for this platform.
    const [detail = ''] = errorMessage(error).split('\n', 1);
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

/** Loads the package for this platform, as oxc-parser names it. Loading it shows which C library the platform has. */
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

/** Why no module can be checked, and what to do about it; `undefined` if the parser works. */
export function parserLimitation(): ProblemOf<'parser-not-loaded'> | undefined {
  const state = openParser();
  return state.kind === 'open' ? undefined : { kind: 'parser-not-loaded', detail: state.detail };
}

function findError(binding: Binding, text: string, path: string): string | undefined {
  const result = binding.parseSync('module', text, optionsFor(path));
  // Reading the tree frees its memory in the native part, 60 KB for a typical module. Its content is not used.
  void result.program;
  return result.errors.find(({ severity }) => severity === 'Error')?.message;
}

/**
 * Outside `.cjs`, the rules of ES modules apply, because a test runner may load any file as one. Syntax that is
 * allowed only in scripts is then rejected, and the file counts as a whole.
 */
function optionsFor(path: string): Oxc.ParserOptions {
  const extension = path.slice(path.lastIndexOf('.') + 1);
  const lang = extension === 'tsx' ? 'tsx' : extension.endsWith('ts') ? 'ts' : 'jsx';
  return { lang, sourceType: extension === 'cjs' ? 'commonjs' : 'module', showSemanticErrors: true };
}
