import type { EnvironmentVariables } from '@nx-testmon/core';
import { createExecutionId } from './create-execution-id';
import { givenExecutionId } from './given-execution-id';
import { digestProcess, type ProcessInfo, readProcess } from './processes';

/** The process whose execution is looked up. */
export interface CommandProcess {
  readonly pid: number;
  readonly env: EnvironmentVariables;
  /** In ms since 1970. */
  readonly now: number;
  /** Makes a new id unique if no existing id is found. */
  readonly unique: string;
}

/**
 * Finds the id of the execution that a command belongs to: the id of the CI run, the id that a parent command
 * passed on, or an id made from the command that started all tasks (`turbo run test`, `pnpm -r test`). All
 * tasks can compute the last one without receiving anything.
 *
 * @param read returns `undefined` if the system does not show its processes
 */
export function findExecutionOfCommand(
  { pid, env, now, unique }: CommandProcess,
  read: (pid: number) => ProcessInfo | undefined = readProcess,
): string {
  const given = givenExecutionId(env);
  if (given !== undefined) return given;
  const ancestor = findStarter(pid, read);
  if (ancestor === undefined) return createExecutionId(now, unique);
  return `process-${ancestor.pid}-${digestProcess(ancestor.pid, ancestor.startTime)}`;
}

/**
 * The command that started all tasks: the outermost `turbo` above this process, otherwise the highest process that
 * still belongs to the same command. A shell that runs one command with `-c` belongs to it; an interactive shell does
 * not.
 */
function findStarter(
  pid: number,
  read: (pid: number) => ProcessInfo | undefined,
): { readonly pid: number; readonly startTime: string } | undefined {
  const above: (ProcessInfo & { readonly pid: number })[] = [];
  let next = read(pid)?.parent;
  while (next !== undefined && next > 1 && above.length < 64) {
    const info = read(next);
    if (!info || !isPartOfCommand(info)) break;
    above.push({ ...info, pid: next });
    next = info.parent;
  }
  return above.findLast(isTurbo) ?? above.at(-1);
}

/**
 * Checks the program itself, or Node with its start script. npm does not count, because it may run another
 * program of that name.
 */
function isTurbo({ words }: ProcessInfo): boolean {
  const programs = words.slice(0, 2).filter((word) => !/^(npm|npx) /.test(word));
  return programs.some((word) => /(^|[\\/])turbo(\.\w+)?$/.test(word));
}

const commands = /(^|[\\/])(node|npm|npx|pnpm|yarn|bun|bunx|turbo|nx|testmon)(\.\w+)?$/;
const shells = /(^|[\\/])(ba|da|z|k|fi)?sh$/;

function isPartOfCommand({ words }: ProcessInfo): boolean {
  const [program = '', ...rest] = words;
  // npm sets its process title to the command that it runs: `npm run test`.
  const name = program.split(' ')[0] ?? '';
  return commands.test(name) || (shells.test(name) && rest[0] === '-c');
}
