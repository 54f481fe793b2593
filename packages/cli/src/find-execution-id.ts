import { readFileSync } from 'node:fs';
import { ciExecutionId, digestParts, mintExecutionId } from '@nx-testmon/core';

/** A process as `/proc` shows it. */
export interface ProcessInfo {
  readonly parent: number;
  /** In ticks since the machine started; with the id it is unique on its machine. */
  readonly startTime: string;
  /** The words of its command line. */
  readonly words: readonly string[];
}

/** What hands the id over: our own hook and command, and what Turborepo lets through without configuration. */
export const EXEC_ID_VARIABLES = ['NX_TESTMON_EXEC_ID', 'TURBO_TESTMON_EXEC_ID'] as const;

/**
 * The id of the execution that a command is part of: the CI run's, the one that a parent command handed over,
 * or one made from the command that all tasks were started by (`turbo run test`, `pnpm -r test`), which they
 * share although nothing hands it to them.
 *
 * @param unique for a new id, where nothing is known
 * @param readProcess `undefined` where the system does not show its processes
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
 * The command that started all tasks: the outermost `turbo` above us, else the highest process that still
 * belongs to the same command. Whatever a shell was told to run with `-c` does, a shell that reads commands one
 * after another does not.
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

/** The program itself, or Node with the script that starts it; not npm, which may run anything with such a name. */
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
    // The second field is the program's name, which may hold blanks; the fields behind its bracket are plain.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').pop()?.split(' ') ?? [];
    const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').filter(Boolean);
    return { parent: Number(fields[1]), startTime: fields[19] ?? '', words };
  } catch {
    return undefined;
  }
}
