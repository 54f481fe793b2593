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
/** The modules that a patched function marks. */
interface Watch {
  marks: RealmMarks;
}
type WatchTable = WeakMap<PrepareStackTrace, Watch>;

const tableKey = Symbol.for('nx-testmon.stack-reads');

/**
 * Marks the modules whose positions are read with the stack of an error: the engine has it formatted when it is first
 * read, by a function of the test runner in the error's realm or in the main one. Where there is none, or a library
 * puts its own in its place, nothing is seen.
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

/** The main realm outlives those of test files. */
function tableOfProcess(): WatchTable {
  const holder = process as unknown as Record<symbol, WatchTable | undefined>;
  const known = holder[tableKey];
  if (known !== undefined) return known;
  const value: WatchTable = new WeakMap();
  Object.defineProperty(process, tableKey, { value });
  return value;
}

/** Absent before Node 22.9. */
const { getCallSites } = util as { getCallSites?: (count: number) => { readonly scriptName: string }[] };

/**
 * Packages of assertions, and of the test runners that they are made for. They are used under any test runner
 * (`jest-extended` under Vitest, `@vitest/expect` under Jest), so none of them is for one runner to name.
 */
const assertions = /[\\/]node_modules[\\/](?:expect|@?jest|jest-[\w-]+|@?vitest)[\\/]/;

/** Whether assertions read the stack: `expect` looks whether what was thrown has one. Only failures print it. */
function isReadByAssertions(): boolean {
  // Below this function and the one that replaces the runner's.
  const readers = getCallSites?.(8).slice(2) ?? [];
  const reader = readers.find(({ scriptName }) => scriptName !== '' && !scriptName.startsWith('node:'));
  return assertions.test(reader?.scriptName ?? '');
}

/** A file is known by its path from the root of the workspace on, which is not known here. */
function markModule(marks: RealmMarks, site: CallSite): void {
  const name = site.getFileName();
  if (typeof name !== 'string') return;
  const file = name.replace(/[?#].*$/, '').replaceAll('\\', '/');
  for (let at = file.indexOf('/'); at >= 0; at = file.indexOf('/', at + 1))
    marks.markPath(file.slice(at + 1));
}
