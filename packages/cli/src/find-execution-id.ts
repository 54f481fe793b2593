import { readFileSync } from 'node:fs';
import { ciExecutionId, digestParts, mintExecutionId } from '@nx-testmon/core';

/** A process as `/proc` shows it. */
export interface ProcessInfo {
  readonly parent: number;
  /** In ticks since the machine started. Together with the process id, it is unique on the machine. */
  readonly startTime: string;
  /** The words of its command line. */
  readonly words: readonly string[];
}

/** The first is set by the Nx hook and `testmon exec`; the second also passes Turborepo's strict mode. */
export const EXEC_ID_VARIABLES = ['NX_TESTMON_EXEC_ID', 'TURBO_TESTMON_EXEC_ID'] as const;

/**
 * The id of the execution that a command belongs to: the id of the CI run, the id that a parent command passed
 * on, or an id made from the command that started all tasks (`turbo run test`, `pnpm -r test`), which all tasks
 * share without receiving anything.
 *
 * @param unique makes a new id unique, if none can be found
 * @param readProcess `undefined` if the system does not show its processes
 */
export function findExecutionId(
  env: Readonly<Record<string, string | undefined>>,
  now: number,
  unique: string,
  pid: number,
  readProcess: (pid: number) => ProcessInfo | undefined = readFromProc,
): string {
  const ofCiRun = ciExecutionId(env);
  if (ofCiRun !== undefined) return ofCiRun;
  const handedOver = EXEC_ID_VARIABLES.map((name) => env[name]).find(Boolean);
  // It becomes part of file names.
  if (handedOver) return handedOver.replace(/[^\w.-]/g, '_');
  const ancestor = findCommand(pid, readProcess);
  if (ancestor === undefined) return mintExecutionId(now, unique);
  return `process-${ancestor.pid}-${digestParts([String(ancestor.pid), ancestor.startTime])}`;
}

/**
 * The command that started all tasks: the outermost `turbo` above this process, otherwise the highest process that
 * still belongs to the same command. A shell that runs one command with `-c` belongs to it; an interactive shell does
 * not.
 */
function findCommand(
  pid: number,
  readProcess: (pid: number) => ProcessInfo | undefined,
): { readonly pid: number; readonly startTime: string } | undefined {
  const above: (ProcessInfo & { readonly pid: number })[] = [];
  let next = readProcess(pid)?.parent;
  while (next !== undefined && next > 1 && above.length < 64) {
    const info = readProcess(next);
    if (!info || !isPartOfCommand(info)) break;
    above.push({ ...info, pid: next });
    next = info.parent;
  }
  return above.findLast(isTurbo) ?? above.at(-1);
}

/** The program itself, or Node with its start script. Not npm, which may run something else of that name. */
function isTurbo({ words }: ProcessInfo): boolean {
  const programs = words.slice(0, 2).filter((word) => !/^(npm|npx) /.test(word));
  return programs.some((word) => /(^|[\\/])turbo(\.\w+)?$/.test(word));
}

const commands = /(^|[\\/])(node|npm|npx|pnpm|yarn|bun|bunx|turbo|nx|testmon)(\.\w+)?$/;
const shells = /(^|[\\/])(ba|da|z|k|fi)?sh$/;

function isPartOfCommand({ words }: ProcessInfo): boolean {
  const [program = '', ...rest] = words;
  // npm names its process after what it runs: `npm run test`.
  const name = program.split(' ')[0] ?? '';
  return commands.test(name) || (shells.test(name) && rest[0] === '-c');
}

function readFromProc(pid: number): ProcessInfo | undefined {
  try {
    // The second field is the program's name in parentheses, which may contain spaces; the fields after it may not.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').pop()?.split(' ') ?? [];
    const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').filter(Boolean);
    return { parent: Number(fields[1]), startTime: fields[19] ?? '', words };
  } catch {
    return undefined;
  }
}
