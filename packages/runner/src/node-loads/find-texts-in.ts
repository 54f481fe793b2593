import * as nodeModule from 'node:module';
import type { PlainTextsFinder } from '@nx-testmon/core';
import type { PlainTextFinder } from '../function-text/patch-function-text';

/** A module in the form that Node received. */
export interface LoadedModule {
  readonly file: string;
  /** The source. */
  readonly text: string;
  /** The code with probes. */
  readonly code: string;
}

/** Finds the texts that functions would have without probes, in the modules that this process has loaded. */
export function findTextsIn(
  modules: ReadonlyMap<string, LoadedModule>,
  findPlainTexts: PlainTextsFinder,
): PlainTextFinder {
  const known = new Map<string, ReadonlyMap<string, string>>();
  return (text, path) => {
    const module = modules.get(path);
    if (module === undefined) return undefined;
    const texts =
      known.get(path) ??
      findPlainTexts(asExecuted(module.file, module.code), asExecuted(module.file, module.text));
    known.set(path, texts);
    return texts.get(text);
  };
}

type StripTypes = (code: string, options: { readonly mode: 'strip' | 'transform' }) => string;

/** The code that Node runs for a source. */
function asExecuted(file: string, code: string): string {
  if (!/\.[cm]?ts$/.test(file)) return code;
  const { stripTypeScriptTypes } = nodeModule as { stripTypeScriptTypes?: StripTypes };
  const { typescript } = process.features as { typescript?: 'strip' | 'transform' | false };
  if (stripTypeScriptTypes === undefined || !typescript) return code;
  // Node warns that this function is experimental. The warning would appear in the output of the user's
  // tests.
  const warns = Object.getOwnPropertyDescriptor(process, 'emitWarning')!;
  Object.defineProperty(process, 'emitWarning', { ...warns, value: () => undefined });
  try {
    return stripTypeScriptTypes(code, { mode: typescript });
  } finally {
    Object.defineProperty(process, 'emitWarning', warns);
  }
}
