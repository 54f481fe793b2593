/**
 * Runs before anything else in the runner's process and in its workers (`node --require`), so that no code holds a
 * function of the file system that is not patched. Loads Node's own modules only, because tests would find any other
 * module loaded.
 */
import { syncBuiltinESMExports } from 'node:module';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { InstallationFolders } from '@nx-testmon/core';
import { attributionPolicy } from './attribution/policies';
import { keepCompiledCode } from './compiled-code';
import { FileSystemDisk } from './disk';
import { createCallerFinder } from './find-caller';
import { createCodeLocator } from './locate-code';
import { patchFileSystem } from './patch-file-system';
import { ownCodeFilter } from './own-code';
import { isBelow, pathBelow } from './read-paths';
import { ReadTracer } from './read-tracer';
import { type ReadsSettings, takeSettings } from './reads-settings';
import { traceModuleLoads } from './trace-module-loads';
import { findUntracedReader, traceProcesses } from './trace-processes';
import { traceCopiedEnvironments, traceVariables } from './trace-variables';
import { processKey, type TracedProcess } from './traced-process';

function start(settings: ReadsSettings): void {
  const { root, role, kind, adapter, packages, ignored, compiledCode } = settings;
  const compiled =
    compiledCode === undefined ? {} : { storeCompiledCode: keepCompiledCode(compiledCode, process.env) };
  const installations = new InstallationFolders(settings.installationRoots);
  const isInstalled = (file: string) =>
    !isBelow(root, file) || installations.isInstalled(pathBelow(root, file));
  const isOwnCode = ownCodeFilter(root, installations, dirname(dirname(__dirname)));
  const policy = attributionPolicy(kind, packages.parts);
  const tracer = new ReadTracer({
    root,
    policy,
    installations,
    disk: new FileSystemDisk(root, installations),
    findCaller: createCallerFinder([adapter, dirname(__dirname)], packages, isInstalled, isOwnCode),
    isOwnCode,
    findUntracedReader,
    locateCode: createCodeLocator(root, (file) => !isInstalled(file) && !isOwnCode(file)),
  });
  for (const folder of ignored ?? []) tracer.ignore(folder);
  // What is temporary, Node's own, or the state and the caches of programs is no input of a test.
  const ofPrograms = ['.local', '.cache', '.npm', 'Library'].map((name) => join(homedir(), name));
  for (const folder of [tmpdir(), dirname(process.execPath), ...ofPrograms]) tracer.ignoreOutside(folder);
  patchFileSystem((access, calledBy) => tracer.access(access, calledBy));
  traceProcesses(tracer, role === 'runner', packages.nxResolver);
  traceModuleLoads(tracer, policy.countsModuleLoads);
  traceVariables(tracer);
  if (kind === 'shared-process') traceCopiedEnvironments(tracer);
  syncBuiltinESMExports();
  const value: TracedProcess = { tracer, preload: __filename, settings, ...compiled };
  Object.defineProperty(process, processKey, { value, configurable: true });
}

// The user's code must not see or inherit how this file was loaded.
const settings = takeSettings(process.env);
const at = process.execArgv.indexOf(__filename);
if (at > 0 && /^(-r|--require)$/.test(process.execArgv[at - 1] ?? '')) process.execArgv.splice(at - 1, 2);
if (settings !== undefined) start(settings);
