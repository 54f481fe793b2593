import type { PlainTextFinder } from '@nx-testmon/runner';
import { type KnownTexts, processState } from '../process-state';

/**
 * Registers how to find the texts of a module's functions, for each module that this process has loaded for a
 * configuration.
 *
 * @param configuration the id of a project in Jest
 * @param path of the module, relative to the workspace
 */
export function rememberTexts(configuration: string, path: string, find: KnownTexts['find']): void {
  knownTexts().set(keyOf(configuration, path), { find });
}

/** Finds the texts of functions in the modules of a configuration. */
export function findTextsOf(configuration: string): PlainTextFinder {
  return (text, path) => {
    const known = knownTexts().get(keyOf(configuration, path));
    if (known === undefined) return undefined;
    known.texts ??= known.find();
    return known.texts?.get(text);
  };
}

function knownTexts(): Map<string, KnownTexts> {
  return processState('plainTexts', () => new Map());
}

function keyOf(configuration: string, path: string): string {
  return `${configuration}\0${path}`;
}
