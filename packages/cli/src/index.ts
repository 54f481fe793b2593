export type { CommandIo, ExitCode } from './command-io';
export type { SelectionDocument } from './render-selection';
export { runCli } from './run-cli';
