export type { CommandIo, ExitCode } from './command-io';
export type { SelectionDocument } from './commands/select/selection-schema';
export { runCli } from './run-cli';
