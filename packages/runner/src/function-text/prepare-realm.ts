import { marksName } from '@nx-testmon/core';
import { type PlainTextFinder, patchFunctionText } from './patch-function-text';
import { RealmMarks } from './realm-marks';

/**
 * Prepares a realm before code with probes runs in it: no global may appear while a test runs, no global of
 * nx-testmon may be enumerable, and no text of a function may contain probes.
 *
 * @param realm its global object
 * @returns the marks of the probes that run in it
 */
export function prepareRealm(realm: object, findPlainText: PlainTextFinder): RealmMarks {
  const { [marksName]: known } = realm as { [marksName]?: ReadonlyMap<string, Uint8Array> };
  // Test files that share a realm and separately bundled scripts prepare it several times.
  if (known !== undefined && 'markText' in known) return known as RealmMarks;
  const marks = new RealmMarks();
  for (const [path, seen] of known ?? []) marks.set(path, seen);
  Object.defineProperty(realm, marksName, { value: marks, configurable: true });
  patchFunctionText(realm, marks, findPlainText);
  return marks;
}
