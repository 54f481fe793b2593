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
import { processKey, roleVariable, rootVariable } from './names';
import { createTracker } from './tracker';

function start(root: string, isRunner: boolean): void {
  const tracker = createTracker({
    root,
    disk: createDisk(root),
    asker: createAskerFinder(dirname(__dirname), dirname(require.resolve('@nx-testmon/runner')), isRunner),
    isRunner,
  });
  followFileSystem(tracker);
  followProcesses(tracker, isRunner);
  if (isRunner) followModules(tracker);
  syncBuiltinESMExports();
  Object.defineProperty(process, processKey, {
    value: {
      ...tracker,
      trace() {
        const silent = silentReader();
        if (silent !== undefined) tracker.goBlind(silent);
        return tracker.trace();
      },
    },
    configurable: true,
  });
}

// Nobody else is to see or inherit how this file got here.
const { [rootVariable]: root, [roleVariable]: role } = process.env;
delete process.env[rootVariable];
delete process.env[roleVariable];
const at = process.execArgv.indexOf(__filename);
if (at > 0 && /^(-r|--require)$/.test(process.execArgv[at - 1] ?? '')) process.execArgv.splice(at - 1, 2);
if (root !== undefined && role !== undefined) start(root, role === 'runner');
