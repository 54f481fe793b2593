import { prepareRealm, watchStackReads } from '@nx-testmon/runner';
import { compiledName } from './compiled-reads';
import { findTextsOf } from './plain-texts';

/**
 * Prepares the realm of a test environment, before any code of the user runs in it, for code with probes.
 *
 * @param configuration the id of a project in Jest
 */
export function installInRealm(realm: object, configuration: string): void {
  const marks = prepareRealm(realm, findTextsOf(configuration));
  watchStackReads(realm, marks);
  const value = (realm as Record<string, unknown>)[compiledName] ?? [];
  Object.defineProperty(realm, compiledName, { value, configurable: true });
}
