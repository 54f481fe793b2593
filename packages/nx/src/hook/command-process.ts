import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync, realpathSync, statSync } from 'node:fs';
import { basename, isAbsolute, relative, resolve } from 'node:path';
import type { CommandContext } from './command-context';

/**
 * The output files of a command's process: paths of its standard output and standard error that another
 * process can open. Empty if there is no such path, or if the process is ambiguous.
 */
export function findOutputs(command: CommandContext): string[] {
  switch (process.platform) {
    case 'linux':
      return findOutputsOfProc(command);
    case 'darwin':
      return findTerminal(command, listProcesses());
    default:
      return [];
  }
}

function findOutputsOfProc(command: CommandContext): string[] {
  const [pid, ...others] = readdirSync('/proc').filter(
    (name) => /^\d+$/.test(name) && isCommand(name, command),
  );
  if (pid === undefined || others.length > 0) return [];
  return [1, 2].flatMap((output) => (canAppend(pid, output) ? [`/proc/${pid}/fd/${output}`] : []));
}

/** Whether a process has these arguments and runs in this workspace. */
function isCommand(pid: string, { argv, workspaceRoot }: CommandContext): boolean {
  try {
    const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').slice(0, -1);
    if (!hasArguments(words, argv)) return false;
    const folder = readlinkSync(`/proc/${pid}/cwd`);
    if (resolve(folder, words.at(1 - argv.length) ?? '') !== argv[1]) return false;
    const below = relative(realpathSync(workspaceRoot), folder);
    return !below.startsWith('..') && !isAbsolute(below);
  } catch {
    return false; // The process has ended, or belongs to another user.
  }
}

/** Options of Node may come before the script. */
function hasArguments(words: readonly string[], argv: readonly string[]): boolean {
  const own = argv.slice(2);
  const last = words.slice(words.length - own.length);
  return (
    argv.length > 2 &&
    words.length >= argv.length &&
    basename(words.at(1 - argv.length) ?? '') === basename(argv[1] ?? '') &&
    own.every((word, at) => last[at] === word)
  );
}

/** The next output of the command would overwrite the end of a file that is not opened for appending. */
function canAppend(pid: string, output: number): boolean {
  try {
    if (!statSync(`/proc/${pid}/fd/${output}`).isFile()) return true;
    const [, flags = '0'] =
      /^flags:\s*([0-7]+)/m.exec(readFileSync(`/proc/${pid}/fdinfo/${output}`, 'utf8')) ?? [];
    return (Number.parseInt(flags, 8) & 0o2000) !== 0;
  } catch {
    return false;
  }
}

function listProcesses(): string {
  return execFileSync('ps', ['-axww', '-o', 'tty=,command='], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    timeout: 2000,
  });
}

/**
 * Finds the terminal of a command.
 *
 * @param processes one on each line: its terminal, and its command line
 */
export function findTerminal({ argv }: CommandContext, processes: string): string[] {
  const [, script = '', ...own] = argv;
  const tail = ` ${[basename(script), ...own].join(' ')}`;
  const terminals = processes.split('\n').flatMap((line) => {
    const [, terminal, command = ''] = /^\s*(tty\S*)\s+(.*)$/.exec(line) ?? [];
    const [program = ''] = command.split(' ');
    const isCalled = command.endsWith(tail) || command.endsWith(tail.replace(/^ /, '/'));
    return terminal !== undefined && basename(program) === 'node' && isCalled ? [`/dev/${terminal}`] : [];
  });
  return new Set(terminals).size === 1 ? terminals.slice(0, 1) : [];
}
