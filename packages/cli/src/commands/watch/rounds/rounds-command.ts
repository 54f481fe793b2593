import type { CommandIo, ExitCode } from '../../../command-io';
import { killOwnGroup } from './process-group';
import type { RoundRequest } from './round-messages';
import { serveRounds } from './serve-rounds';

/** The process that `testmon watch` starts for its rounds. Ends when `testmon watch` has ended. */
export async function roundsCommand(io: CommandIo): Promise<ExitCode> {
  if (!process.connected) return 0;
  const gone = new Promise((resolve) => process.once('disconnect', resolve));
  const exitCode = await serveRounds(
    {
      send: (message) => process.connected && process.send?.(message, () => undefined),
      receive: (take) => process.on('message', (message) => take(message as RoundRequest)),
      gone,
    },
    io,
  );
  killOwnGroup();
  return exitCode;
}
