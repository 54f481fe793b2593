import { printableJson } from '@nx-testmon/core';
import { type CommandIo, type ExitCode, failTasks } from '../command-io';
import type { RefusedTask } from '../targets/create-task';
import { toProblemDocuments } from './task-problems';

/** The result of a query. */
export interface QueryOutput {
  /** The fields of the JSON document. Its field `problems` comes from the refused tasks. */
  readonly document: object;
  /** Renders the result for people to read. An empty text is not printed. */
  readonly render: () => string;
  /** Tasks that could not be read. */
  readonly refused: readonly RefusedTask[];
  /** The exit code if every task could be read; 0 by default. */
  readonly exitCode?: ExitCode;
}

/** Prints the result of a query, then the problems of the tasks that could not be read. */
export function printResults(
  io: CommandIo,
  json: boolean | undefined,
  { document, render, refused, exitCode = 0 }: QueryOutput,
): ExitCode {
  const text =
    json === true ? printableJson({ ...document, problems: toProblemDocuments(refused) }, 2) : render();
  if (text !== '') io.print(text);
  return refused.length > 0 ? failTasks(io, refused) : exitCode;
}
