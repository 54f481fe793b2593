import type { ReadTrace } from '@nx-testmon/core';
import type { Caller } from './asker';
import { copyEntries, emptyEntries, type Entries, toTrace } from './entries';

/** Parts what is heard by test files. */
export interface Parting {
  /** A test file begins. What was read before the first one belongs to all that follow. */
  begin(): void;
  /** What the test file that began last has read, or everything where none began. */
  trace(): ReadTrace;
  /** What this process has read for no test file alone. */
  traceOfProcess(): ReadTrace;
  /** What this starts compiles a module. Others that it compiles may profit from what it reads. */
  compiling<Result>(start: () => Result): Result;
  /** What compiling has read in this process so far; `undefined` where it was nothing. */
  traceOfCompiling(): ReadTrace | undefined;
}

/** Says whose it is to have read something, and keeps for each what has been heard. */
export interface Readers {
  readonly parting: Parting;
  /** Of the test file that runs, or of the next one. */
  readonly own: Entries;
  /** @param caller whose reading it is; without one, everybody's */
  of(caller?: Caller): readonly Entries[];
  /** Whose it is to have made something. Where test files share a process it is never those that follow. */
  ofMakers(): readonly Entries[];
  /** Who asks for a path. Where a test has loaded a package that looks for modules, it may be the test that asks. */
  callerFor(absolute: string): Caller;
  /** Files that the runner has read in order to run them. */
  noteRun(...absolute: readonly string[]): void;
  /** A file that Node's own loader has loaded. */
  noteLoaded(absolute: string): void;
}

/**
 * @param asker who asks for this path
 * @param sharesProcess whether the code of test files runs apart from other code of the same process. Then only what
 *   a test file's own code reads is its own: other code may keep what it read for the test files that follow
 */
export function createReaders(asker: (absolute: string) => Caller, sharesProcess: boolean): Readers {
  let own = emptyEntries();
  /** What was read while no test file ran: workers that are used again may have kept it. */
  const shared = emptyEntries();
  /** What was read while no test file ran, in a process that is the runner's own as well. */
  const outside = emptyEntries();
  /** What was read while modules were compiled. */
  const compiled = emptyEntries();
  let isCompiling = 0;
  /** Since the last test file ended. */
  const runByRunner = new Set<string>();
  const loadedByNode = new Set<string>();
  let isBetween = true;
  let hasBegun = false;

  function of(caller?: Caller): readonly Entries[] {
    const known = isCompiling > 0 ? [own, compiled] : [own];
    if (!sharesProcess) return isBetween ? [...known, shared] : known;
    if (caller !== undefined && isCompiling === 0 && isOfTest(caller)) return known;
    return isBetween ? [...known, shared, outside] : [...known, shared];
  }

  /** Whether code asks that is run anew for each test file, with nothing kept from earlier ones. */
  function isOfTest({ by, file, isForTest }: Caller): boolean {
    if (by === 'runner' || isForTest === true) return true;
    return !isBetween && file !== undefined && runByRunner.has(file) && !loadedByNode.has(file);
  }

  function begin(): void {
    if (!sharesProcess) own = copyEntries(shared);
    isBetween = false;
    hasBegun = true;
  }

  function trace(): ReadTrace {
    // Until the next test file begins, nobody knows to whom a read belongs.
    isBetween = true;
    if (!sharesProcess) return toTrace(own);
    // The runner reads every module that it runs, anew for each test file.
    const ended = { ...toTrace(own), loaded: [...own.modules.keys()] };
    // What the runner reads from now on, it reads for the next one.
    own = copyEntries(shared);
    runByRunner.clear();
    return ended;
  }

  const traceOfProcess = () => toTrace(sharesProcess && hasBegun ? outside : own);

  function compiling<Result>(start: () => Result): Result {
    isCompiling++;
    const end = () => void isCompiling--;
    try {
      const result = start();
      if (result instanceof Promise) void result.then(end, end);
      else end();
      return result;
    } catch (error) {
      end();
      throw error;
    }
  }

  function traceOfCompiling(): ReadTrace | undefined {
    const { files, modules, folders, lookups, incomplete, fallback } = compiled;
    const isEmpty = [files, modules, folders, lookups].every(({ size }) => size === 0);
    return isEmpty && incomplete === undefined && fallback === undefined ? undefined : toTrace(compiled);
  }

  return {
    get own() {
      return own;
    },
    of,
    ofMakers: () => (sharesProcess ? [own] : of()),
    callerFor(absolute) {
      const caller = asker(absolute);
      if (caller.by !== 'search') return caller;
      const isTests = caller.file !== undefined && runByRunner.has(caller.file);
      return isTests ? { by: 'other', isForTest: true } : caller;
    },
    noteRun(...absolute) {
      for (const one of absolute) runByRunner.add(one);
    },
    noteLoaded: (absolute) => void loadedByNode.add(absolute),
    parting: { begin, trace, traceOfProcess, compiling, traceOfCompiling },
  };
}
