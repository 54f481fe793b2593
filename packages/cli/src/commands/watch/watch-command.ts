import type { CommandIo, ExitCode } from '../../command-io';
import type { RunFlags } from '../run/find-run';
import type { Terminal } from './terminal/read-keys';
import { RoundPrinter } from './terminal/round-printer';
import { Watch } from './watch';

/**
 * Runs affected test files, now and after each change of a file, until the user or a signal ends it. Rounds
 * run as `testmon run` does, in a process that is kept between them.
 *
 * @param runnerWords the arguments of the test runner, as the user typed them after `--`
 * @returns 0 if no round has failed, otherwise the code of the worst round
 */
export async function watchCommand(
  flags: RunFlags,
  runnerWords: readonly string[],
  io: CommandIo,
): Promise<ExitCode> {
  const { json = false, ...runFlags } = flags;
  const terminal = json ? undefined : findTerminal();
  const printer = new RoundPrinter(io, { json, terminal: terminal?.output });
  // The script of this process.
  const [, script = ''] = process.argv;
  const watch = new Watch({ script, settings: { flags: runFlags, runnerWords }, io, printer, terminal });
  try {
    return await watch.run();
  } finally {
    await watch.close();
  }
}

/** The terminal, if a user can press keys. */
function findTerminal(): Terminal | undefined {
  const { stdin: input, stdout: output } = process;
  return input.isTTY && output.isTTY ? { input, output } : undefined;
}
