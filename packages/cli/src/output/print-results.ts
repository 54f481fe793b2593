import { printableJson } from '@nx-testmon/core';
import { type CommandIo, type ExitCode, failTasks } from '../command-io';
import type { RefusedTask } from '../targets/create-task';
import { toProblemDocuments } from './task-problems';

/** What a query found. */
export interface QueryOutput {
  /** The fields of the JSON document. Its field `problems` comes from the refused tasks. */
  readonly document: object;
  /** The same for people. An empty text is not printed. */
  readonly render: () => string;
  /** Tasks that could not be read. */
  readonly refused: readonly RefusedTask[];
  /** If every task could be read. Default: 0. */
  readonly exitCode?: ExitCode;
}

/** Prints what a query found, then the problems of the tasks that could not be read. */
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
