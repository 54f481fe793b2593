import { prepareRealm, watchStackReads } from '@nx-testmon/runner';
import { compiledName } from './compiled-reads';
import { findTextsOf } from './plain-texts';

/**
 * Prepares the realm of a test environment for code with probes, before any user code runs in it.
 *
 * @param configuration the id of a project in Jest
 */
export function installInRealm(realm: object, configuration: string): void {
  const marks = prepareRealm(realm, findTextsOf(configuration));
  watchStackReads(realm, marks);
  const value = (realm as Record<string, unknown>)[compiledName] ?? [];
  Object.defineProperty(realm, compiledName, { value, configurable: true });
}
