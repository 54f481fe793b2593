export type { CommandIo, ExitCode } from './command-io';
export type { SelectionDocument } from './commands/select/render-selection';
export { runCli } from './run-cli';
