import type { EnvironmentVariables } from '@nx-testmon/core';
import { absolutePath } from '../targets/read-paths';
import type { ProcessStart } from './find-node-process';

/** The process that a call of `node:child_process` starts. */
export interface RequestedStart {
  readonly start: ProcessStart;
  /** Returns the arguments of the function that start the process with another environment. */
  withEnvironment(env: EnvironmentVariables): readonly unknown[];
}

/** @returns `undefined` for undocumented arguments, which Node may refuse */
export type ReadRequest = (args: readonly unknown[]) => RequestedStart | undefined;

const shell = '/bin/sh';

/**
 * Reads the arguments of `ChildProcess.prototype.spawn`, which all asynchronous functions call. Node has
 * already parsed the options.
 */
export const requestOfSpawn: ReadRequest = ([options, ...more]) => {
  const { file, args = [], envPairs, cwd } = (options ?? {}) as Readonly<Record<string, unknown>>;
  if (typeof file !== 'string' || !areTexts(args) || !areTexts(envPairs)) return undefined;
  const folder = folderOf(cwd);
  if (folder === undefined) return undefined;
  const env = Object.fromEntries(
    envPairs.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]),
  );
  return {
    start: { file, args: args.slice(1), env, cwd: folder },
    withEnvironment: (changed) => [
      {
        ...(options as object),
        envPairs: Object.entries(changed).map(([name, value]) => `${name}=${value}`),
      },
      ...more,
    ],
  };
};

/** Reads the arguments of `spawnSync` and `execFileSync`. */
export const requestOfSync: ReadRequest = ([file, second, third]) => {
  const hasArgs = Array.isArray(second);
  const args: unknown = hasArgs ? second : [];
  const options: unknown = hasArgs ? third : (second ?? third);
  if (typeof file !== 'string' || !areTexts(args) || !isOptions(options)) return undefined;
  const command = ofOptions(options, [file, ...args], options?.['shell'] ?? false);
  return command && { ...command, withEnvironment: (env) => [file, args, withEnv(options, env)] };
};

/** Reads the arguments of `execSync`. */
export const requestOfCommand: ReadRequest = ([command, options]) => {
  if (typeof command !== 'string' || !isOptions(options)) return undefined;
  const given = options?.['shell'];
  const found = ofOptions(options, [command], typeof given === 'string' ? given : true);
  return found && { ...found, withEnvironment: (env) => [command, withEnv(options, env)] };
};

type Options = Readonly<Record<string, unknown>> | undefined | null;

function ofOptions(
  options: Options,
  [file = '', ...args]: readonly string[],
  inShell: unknown,
): Pick<RequestedStart, 'start'> | undefined {
  const cwd = folderOf(options?.['cwd']);
  const env = copyOf(options?.['env'] ?? process.env);
  if (cwd === undefined || env === undefined) return undefined;
  if (inShell === false || inShell === '') return { start: { file, args, env, cwd } };
  if (inShell !== true && inShell !== shell) return undefined;
  return { start: { file: shell, args: ['-c', [file, ...args].join(' ')], env, cwd } };
}

/** Copies the variables as Node reads them, including inherited ones. */
function copyOf(env: unknown): Record<string, string> | undefined {
  if (typeof env !== 'object' || env === null) return undefined;
  const copy: Record<string, string> = {};
  for (const name in env) {
    const value: unknown = (env as Readonly<Record<string, unknown>>)[name];
    if (value === undefined) continue;
    if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean')
      return undefined;
    copy[name] = String(value);
  }
  return copy;
}

/** Other options, including inherited ones, are kept. */
function withEnv(options: Options, env: EnvironmentVariables): object {
  const copy = Object.create(
    options ? (Object.getPrototypeOf(options) as object | null) : Object.prototype,
    options ? Object.getOwnPropertyDescriptors(options) : {},
  ) as object;
  return Object.defineProperty(copy, 'env', {
    value: env,
    enumerable: true,
    configurable: true,
    writable: true,
  });
}

function folderOf(cwd: unknown): string | undefined {
  return cwd === undefined || cwd === null ? process.cwd() : absolutePath(cwd);
}

function isOptions(value: unknown): value is Options {
  return value === undefined || value === null || typeof value === 'object';
}

function areTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'string');
}
