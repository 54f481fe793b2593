import * as util from 'node:util';
import { runInThisContext } from 'node:vm';
import { isOwnStackRead } from '../reads/own-stack-read';
import type { RealmMarks } from './realm-marks';

interface CallSite {
  getFileName(): unknown;
}
type PrepareStackTrace = (this: unknown, error: unknown, sites: readonly CallSite[]) => unknown;

interface ErrorClass {
  prepareStackTrace?: PrepareStackTrace;
}
/** The marks that a patched function adds to. */
interface Watch {
  marks: RealmMarks;
}
type WatchTable = WeakMap<PrepareStackTrace, Watch>;

const tableKey = Symbol.for('nx-testmon.stack-reads');

/**
 * Marks the modules whose positions are read with the stack of an error. The engine formats a stack when it
 * is first read, by a function of the test runner in the error's realm or in the main realm. If there is no
 * such function, or a library has replaced it, reads are not detected.
 *
 * @param realm its global object
 */
export function watchStackReads(realm: object, marks: RealmMarks): void {
  const table = tableOfProcess();
  const main = runInThisContext('Error') as ErrorClass;
  for (const one of new Set([(realm as { Error: ErrorClass }).Error, main])) watch(one, marks, table);
}

function watch(errorClass: ErrorClass, marks: RealmMarks, table: WatchTable): void {
  const { prepareStackTrace: original } = errorClass;
  if (typeof original !== 'function') return;
  const known = table.get(original);
  if (known !== undefined) {
    known.marks = marks;
    return;
  }
  const current: Watch = { marks };
  const prepareStackTrace: PrepareStackTrace = function (error, sites) {
    if (!isOwnStackRead() && !isReadByAssertions()) for (const site of sites) markModule(current.marks, site);
    return Reflect.apply(original, this, [error, sites]);
  };
  table.set(prepareStackTrace, current);
  errorClass.prepareStackTrace = prepareStackTrace;
}

/** The table belongs to the main realm, because it outlives the realms of test files. */
function tableOfProcess(): WatchTable {
  const holder = process as unknown as Record<symbol, WatchTable | undefined>;
  const known = holder[tableKey];
  if (known !== undefined) return known;
  const value: WatchTable = new WeakMap();
  Object.defineProperty(process, tableKey, { value });
  return value;
}

/** Only exists since Node 22.9. */
const { getCallSites } = util as { getCallSites?: (count: number) => { readonly scriptName: string }[] };

/**
 * Packages of assertions, and of the test runners that they are made for. They are used under any test runner
 * (`jest-extended` under Vitest, `@vitest/expect` under Jest), so they are not listed by a single test
 * runner.
 */
const assertions = /[\\/]node_modules[\\/](?:expect|@?jest|jest-[\w-]+|@?vitest)[\\/]/;

/**
 * Whether assertions read the stack: `expect` checks whether a thrown value has one. The stack is only
 * printed for failures.
 */
function isReadByAssertions(): boolean {
  // Skips this function and the one that replaces the test runner's.
  const readers = getCallSites?.(8).slice(2) ?? [];
  const reader = readers.find(({ scriptName }) => scriptName !== '' && !scriptName.startsWith('node:'));
  return assertions.test(reader?.scriptName ?? '');
}

/** Probes identify a module by its path relative to the workspace root, which is unknown here. */
function markModule(marks: RealmMarks, site: CallSite): void {
  const name = site.getFileName();
  if (typeof name !== 'string') return;
  const file = name.replace(/[?#].*$/, '').replaceAll('\\', '/');
  for (let at = file.indexOf('/'); at >= 0; at = file.indexOf('/', at + 1))
    marks.markPath(file.slice(at + 1));
}
