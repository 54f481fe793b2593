/**
 * Runs before all other code in the test runner's process and in its workers (`node --require`), so that no
 * code has a reference to an unpatched function of the file system. Only loads Node's own modules, because
 * tests would find any other module already loaded.
 */
import { syncBuiltinESMExports } from 'node:module';
import { homedir, tmpdir } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';
import { InstallationFolders } from '@nx-testmon/core';
import { attributionPolicy } from './attribution/policies';
import { SubprocessJournals } from './subprocesses/subprocess-journals';
import { type SubprocessSettings, takeSubprocessSettings } from './subprocesses/subprocess-settings';
import { SubprocessStarter } from './subprocesses/subprocess-starter';
import { DiskOfResolution } from './subprocesses/disk-of-resolution';
import { ObservationJournal, openJournal } from './subprocesses/observation-journal';
import { suspendAtUserChange } from './subprocesses/suspend-at-user-change';
import { traceSubprocessLoads } from './subprocesses/trace-subprocess-loads';
import { keepCompiledCode } from './compiled-code';
import { FileSystemDisk } from './targets/disk';
import { createCallerFinder, type FindCaller } from './find-caller';
import { createCodeLocator } from './locate-code';
import { patchFileSystem } from './tracers/patch-file-system';
import { ownCodeFilter } from './own-code';
import { isInFolder, pathInFolder } from './targets/read-paths';
import { ReadTracer } from './tracers/read-tracer';
import { type ReadsSettings, takeSettings } from './reads-settings';
import { loaderFilter } from './runner-code';
import { traceModuleLoads } from './tracers/trace-module-loads';
import { findUntracedReader, traceProcesses } from './tracers/trace-processes';
import { traceCopiedEnvironments, traceVariables } from './tracers/trace-variables';
import { processKey, type TracedProcess } from './tracers/traced-process';
import type { TracerInput } from './tracers/tracer-input';

/** @param subprocess settings of a process that a test has started */
function start(settings: ReadsSettings, subprocess?: SubprocessSettings): void {
  const { role, kind, packages, ignored, compiledCode, subprocesses: folder } = settings;
  const compiled =
    compiledCode === undefined ? {} : { storeCompiledCode: keepCompiledCode(compiledCode, process.env) };
  const journals = folder === undefined ? undefined : new SubprocessJournals(folder);
  const journal = subprocess && openJournal(subprocess, (lost) => tracer.tracingLost(lost));
  const input = createInput(settings);
  const { policy, disk } = input;
  const readSubprocess = journals && ((id: string) => journals.read(id));
  const tracer: ReadTracer = new ReadTracer({ ...input, readSubprocess, journal });
  for (const folder of ignored ?? []) tracer.ignore(folder);
  // Temporary files, Node's own files, and the state and caches of programs are not dependencies of a test.
  const ofPrograms = ['.local', '.cache', '.npm', 'Library'].map((name) => join(homedir(), name));
  for (const folder of [tmpdir(), dirname(process.execPath), ...ofPrograms]) tracer.ignoreOutside(folder);
  patchFileSystem(
    (access, calledBy) => tracer.access(access, calledBy),
    (access, error) => tracer.accessFailed(access, error),
  );
  const subprocesses =
    folder === undefined ? undefined : new SubprocessStarter(folder, settings, __filename, process.env);
  traceProcesses(tracer, subprocess ? 'subprocess' : role, {
    root: settings.root,
    nxResolver: packages.nxResolver,
    subprocesses,
  });
  if (subprocess) traceSubprocessLoads(tracer, new DiskOfResolution(disk), mainScript());
  else traceModuleLoads(tracer, policy.countsModuleLoads);
  traceVariables(tracer);
  if (kind === 'shared-process') traceCopiedEnvironments(tracer);
  syncBuiltinESMExports();
  if (journal) {
    journal.watchLoader();
    suspendAtUserChange(journal);
    // In this process, no script of nx-testmon looks up the tracer.
    return tracer.startTestFile();
  }
  const value: TracedProcess = { tracer, preload: __filename, settings, ...compiled };
  Object.defineProperty(process, processKey, { value, configurable: true });
}

type ProcessInput = Omit<TracerInput, 'readSubprocess' | 'journal'>;

function createInput({ root, installationRoots, kind, adapter, packages }: ReadsSettings): ProcessInput {
  const installations = new InstallationFolders(installationRoots);
  const isInstalled = (file: string) =>
    !isInFolder(root, file) || installations.isInstalled(pathInFolder(root, file));
  const isSubprocess = kind === 'subprocess';
  // In a subprocess, this script is the only code of nx-testmon.
  const isOwnCode = isSubprocess
    ? () => false
    : ownCodeFilter(root, installations, dirname(dirname(__dirname)));
  const own = isSubprocess ? [] : [adapter, dirname(__dirname)];
  const findCaller = createCallerFinder(own, packages, isInstalled, isOwnCode);
  return {
    root,
    installations,
    isOwnCode,
    isLoader: loaderFilter(packages, isInstalled),
    findUntracedReader,
    policy: attributionPolicy(kind, packages.parts),
    disk: new FileSystemDisk(root, installations),
    findCaller: isSubprocess ? findCallerOfRoot(root, findCaller) : findCaller,
    locateCode: createCodeLocator(root, (file) => !isInstalled(file) && !isOwnCode(file)),
  };
}

/** In a subprocess, callers matter only for variable reads; finding them for paths would cost time. */
function findCallerOfRoot(root: string, find: FindCaller): FindCaller {
  return (absolute, search) => (absolute === root ? find(absolute, search) : { by: 'other' });
}

/** Without a journal, the process counts as untraced. */
function startSubprocess(read: () => SubprocessSettings): void {
  let subprocess: SubprocessSettings | undefined;
  try {
    subprocess = read();
    start(subprocess.reads, subprocess);
  } catch {
    if (subprocess) ObservationJournal.remove(subprocess.journal);
  }
}

/** Absolute path of the script on the command line; `undefined` for code on the command line. */
function mainScript(): string | undefined {
  const [, script] = process.argv;
  return script !== undefined && isAbsolute(script) ? script : undefined;
}

/** Hides from the code of a subprocess that this file was loaded. */
function hide(): void {
  const { _preload_modules: preloaded } = process as unknown as { readonly _preload_modules?: string[] };
  if (Array.isArray(preloaded) && preloaded[0] === __filename) preloaded.shift();
  delete require.cache[__filename];
}

// The user's code must not observe or inherit how this file was loaded.
const settings = takeSettings(process.env);
const readSubprocess = takeSubprocessSettings(process.env, __filename);
const at = process.execArgv.indexOf(__filename);
if (at > 0 && /^(-r|--require)$/.test(process.execArgv[at - 1] ?? '')) process.execArgv.splice(at - 1, 2);
if (readSubprocess !== undefined) {
  hide();
  startSubprocess(readSubprocess);
} else if (settings !== undefined) start(settings);
