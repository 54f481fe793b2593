import * as fileSystem from 'node:fs';
import { join } from 'node:path';
import { threadId } from 'node:worker_threads';
import type { EnvironmentVariables } from '@nx-testmon/core';
import type { ReadsSettings } from '../reads-settings';
import { journalOf } from './subprocess-journals';
import { subprocessEnvironment, type SubprocessSettings } from './subprocess-settings';
import type { InheritedState } from './observation-journal';

/** Saved before other code can replace them. */
const { writeFileSync } = fileSystem;
const { hrtime } = process;

export interface PreparedSubprocess {
  readonly id: string;
  /** The environment that makes it traced. */
  readonly env: EnvironmentVariables;
}

/** Prepares the processes that this one starts, so that they are traced from their start. */
export class SubprocessStarter {
  readonly #folder: string;
  readonly #reads: ReadsSettings;
  readonly #preload: string;
  /** The environment of this process, without the variables for tracing. */
  readonly #env: EnvironmentVariables;
  #started = 0;

  /**
   * @param folder absolute path of the folder in which subprocesses write
   * @param settings of this process
   * @param preload absolute path of the preload script
   * @param env of this process; reading it is not traced
   */
  constructor(folder: string, settings: ReadsSettings, preload: string, env: EnvironmentVariables) {
    const { compiledCode: _, ...reads } = settings;
    this.#folder = folder;
    this.#reads = { ...reads, role: 'worker', kind: 'subprocess', packages: { runner: '(?!)' } };
    this.#preload = preload;
    this.#env = env;
  }

  /** @throws Error if nothing can be written */
  prepare(env: EnvironmentVariables, known: InheritedState): PreparedSubprocess {
    const id = `${process.pid}-${threadId}-${hrtime.bigint()}-${this.#started++}`;
    const names = new Set([...Object.keys(env), ...Object.keys(this.#env)]);
    const changed = [...names].filter((name) => env[name] !== this.#env[name]);
    const settings: SubprocessSettings = {
      reads: this.#reads,
      journal: journalOf(this.#folder, id),
      ...known,
      ownVariables: [...known.ownVariables, ...changed],
    };
    const file = join(this.#folder, `${id}.json`);
    writeFileSync(file, JSON.stringify(settings), { flag: 'wx' });
    return { id, env: subprocessEnvironment(env, this.#preload, file) };
  }
}
