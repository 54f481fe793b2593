/**
 * Runs before anything else in the runner's process and in its workers (`node --require`), so that nobody has a
 * file system function that is not heard. Node's own modules only: what is loaded here, tests would find loaded.
 */
import { syncBuiltinESMExports } from 'node:module';
import { dirname } from 'node:path';
import { createAskerFinder } from './asker';
import { createDisk } from './disk';
import { followFileSystem } from './follow-file-system';
import { followProcesses, silentReader } from './follow-processes';
import { followModules } from './follow-modules';
import { processKey, type ReadsSettings, takeSettings } from './names';
import { createTracker, type Tracker } from './tracker';

function start({ root, role, adapter, packages, sharesProcess = false, ignored }: ReadsSettings): void {
  const isRunner = role === 'runner';
  const tracker = createTracker({
    root,
    disk: createDisk(root),
    asker: createAskerFinder([adapter, dirname(__dirname)], packages),
    isRunner: isRunner && !sharesProcess,
    sharesProcess,
  });
  for (const folder of ignored ?? []) tracker.ignore(folder);
  followFileSystem(tracker);
  followProcesses(tracker, isRunner);
  if (isRunner || sharesProcess) followModules(tracker);
  syncBuiltinESMExports();
  const heard = (give: Tracker['trace']) => () => {
    const silent = silentReader();
    if (silent !== undefined) tracker.goBlind(silent);
    return give();
  };
  Object.defineProperty(process, processKey, {
    value: { ...tracker, trace: heard(tracker.trace), traceOfProcess: heard(tracker.traceOfProcess) },
    configurable: true,
  });
}

// Nobody else is to see or inherit how this file got here.
const settings = takeSettings(process.env);
const at = process.execArgv.indexOf(__filename);
if (at > 0 && /^(-r|--require)$/.test(process.execArgv[at - 1] ?? '')) process.execArgv.splice(at - 1, 2);
if (settings !== undefined) start(settings);
