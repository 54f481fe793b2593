import * as fileSystem from 'node:fs';
import { isAbsolute, join, resolve } from 'node:path';
import type { EnvironmentVariables } from '@nx-testmon/core';
import { areTraceableArguments, isTraceableNodeOptions } from './node-arguments';
import { parseSimpleCommand } from './simple-command';

/** Saved before other code can replace them. */
const { closeSync, openSync, readSync, realpathSync, statSync } = fileSystem;

/** A process that is about to be started. */
export interface ProcessStart {
  readonly file: string;
  /** The arguments without the program. */
  readonly args: readonly string[];
  readonly env: EnvironmentVariables;
  /** Absolute path. */
  readonly cwd: string;
}

/** A process that runs the same Node as this one, and nothing else. */
export interface NodeProcess {
  /** Absolute paths that decide which program it is. */
  readonly lookups: readonly string[];
}

interface FoundProgram extends NodeProcess {
  readonly path: string;
}

const shell = '/bin/sh';
/**
 * Variables that make Node or the shell read something untraced, and variables of nx-testmon's own processes.
 */
const untraceable = [
  'BASH_ENV',
  'NODE_PATH',
  'NODE_PRESERVE_SYMLINKS',
  'NODE_PRESERVE_SYMLINKS_MAIN',
  'NODE_UNIQUE_ID',
  'NODE_V8_COVERAGE',
  'NX_TESTMON_NODE_PRELOAD',
  'NX_TESTMON_READS',
];

/**
 * Whether a process runs this Node with a script that can be traced from its start: started directly, by a
 * script that names Node as its interpreter, or by a shell that does nothing else.
 *
 * @returns `undefined` for every other process, and if it is uncertain
 */
export function findNodeProcess(start: ProcessStart, execPath = process.execPath): NodeProcess | undefined {
  if (process.platform === 'win32') return undefined;
  try {
    const direct = withoutShell(start);
    return direct && findDirect(direct, realpathSync.native(execPath));
  } catch {
    // There is no such program, or a test has passed what Node does not take: Node reports it.
    return undefined;
  }
}

/** The only process that a shell starts, or the process itself if it is started without a shell. */
export function withoutShell(start: ProcessStart): ProcessStart | undefined {
  const [flag, command, ...more] = start.args;
  if (start.file !== shell) return start;
  if (flag !== '-c' || command === undefined || more.length > 0) return undefined;
  const [file, ...args] = parseSimpleCommand(command) ?? [];
  return file === undefined ? undefined : { ...start, file, args };
}

function findDirect({ file, args, env, cwd }: ProcessStart, node: string): NodeProcess | undefined {
  if (untraceable.some((name) => env[name] !== undefined && env[name] !== '')) return undefined;
  if (!isTraceableNodeOptions(env['NODE_OPTIONS'] ?? '')) return undefined;
  const program = findProgram(file, env, cwd);
  if (program === undefined) return undefined;
  const { lookups } = program;
  if (realpathSync.native(program.path) === node)
    return areTraceableArguments(args) ? { lookups } : undefined;
  const interpreter = interpreterOf(program.path);
  if (interpreter === undefined) return undefined;
  const found = findProgram(interpreter, env, cwd);
  if (found === undefined || realpathSync.native(found.path) !== node) return undefined;
  return { lookups: [...lookups, ...found.lookups] };
}

/** Finds a program as `execvp` does. */
export function findProgram(
  file: string,
  { PATH: folders }: EnvironmentVariables,
  cwd: string,
): FoundProgram | undefined {
  if (file.includes('/')) {
    const path = resolve(cwd, file);
    return isProgram(path) ? { path, lookups: [path] } : undefined;
  }
  const lookups: string[] = [];
  for (const folder of folders?.split(':') ?? []) {
    const path = join(isAbsolute(folder) ? folder : resolve(cwd, folder), file);
    lookups.push(path);
    if (isProgram(path)) return { path, lookups };
  }
  return undefined;
}

function isProgram(path: string): boolean {
  const found = statSync(path, { throwIfNoEntry: false });
  return found?.isFile() === true && (found.mode & 0o111) !== 0;
}

const longestFirstLine = 200;

/** The program that the first line of a script names, if its only argument is the script. */
function interpreterOf(path: string): string | undefined {
  const descriptor = openSync(path, 'r');
  try {
    const buffer = Buffer.alloc(longestFirstLine);
    const text = buffer.toString('latin1', 0, readSync(descriptor, buffer, 0, longestFirstLine, 0));
    const [, program, argument] = /^#!\s*(\/\S+)(?:[ \t]+(\S+))?[ \t]*\r?\n/.exec(text) ?? [];
    if (text.split('\n', 1)[0]?.endsWith('\r') === true) return undefined;
    if (program === '/usr/bin/env') return argument === 'node' ? 'node' : undefined;
    return argument === undefined ? program : undefined;
  } finally {
    closeSync(descriptor);
  }
}
