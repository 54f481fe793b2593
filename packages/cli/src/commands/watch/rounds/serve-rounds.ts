import { setTimeout } from 'node:timers/promises';
import { digestParts, installationRoots } from '@nx-testmon/core';
import { type CommandIo, type ExitCode, fail, toInternalError } from '../../../command-io';
import type { OpenedTargets } from '../../../targets/open-targets';
import { findRun } from '../../run/find-run';
import { targetsOf } from '../../../targets/find-targets';
import type { NxGraph } from '../../../workspace/nx-graph';
import { CancelSignals } from './cancel-signals';
import { findOutputs } from '../files/find-outputs';
import { stopTimeoutMs } from './process-group';
import { refusedEnd, type Round, type RoundEnd } from './round';
import type { OpenedRounds, RoundMessage, RoundRequest, WatchSettings } from './round-messages';
import { findWritten } from '../files/find-written';
import { runRound } from './run-round';

/** The process of `testmon watch`, seen from the process that runs its rounds. */
export interface WatchParent {
  readonly send: (message: RoundMessage) => void;
  readonly receive: (take: (request: RoundRequest) => void) => void;
  /** Resolves when it has ended. */
  readonly gone: Promise<unknown>;
}

/**
 * Runs the rounds of `testmon watch` until it has ended. The process stays between rounds, so that the engine
 * and the compiler are loaded once. It only keeps Nx's project graph of the workspace; `testmon watch` starts
 * another process if the graph may have changed.
 */
export async function serveRounds(parent: WatchParent, io: CommandIo): Promise<ExitCode> {
  // A copy of the variables of the user's shell: reading the graph sets some for Nx, which tests must not
  // see.
  const command: CommandIo = { ...io, env: { ...io.env } };
  // Nx's daemon may not have noticed a very recent change.
  process.env['NX_DAEMON'] = 'false';
  const server = new RoundServer(parent, command);
  parent.receive((request) => server.take(request));
  // A signal that is sent only to this process also ends the round properly.
  const cancel = (): void => server.cancel();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, cancel);
  await parent.gone;
  cancel();
  await Promise.race([server.idle, setTimeout(stopTimeoutMs)]);
  return 0;
}

/** The settings, and the targets that were found with them. */
interface OpenedSettings {
  readonly settings: WatchSettings;
  readonly found: OpenedTargets;
}

class RoundServer {
  readonly #parent: WatchParent;
  readonly #io: CommandIo;
  #opened: OpenedSettings | undefined;
  #signals = new CancelSignals();
  /** Resolves when nothing runs. Never rejects. */
  #idle: Promise<void> = Promise.resolve();

  constructor(parent: WatchParent, io: CommandIo) {
    this.#parent = parent;
    this.#io = io;
  }

  get idle(): Promise<void> {
    return this.#idle;
  }

  take(request: RoundRequest): void {
    switch (request.kind) {
      case 'open':
        this.#idle = this.#open(request.settings);
        break;
      case 'run':
        this.#signals = new CancelSignals();
        this.#idle = this.#run(request.round);
        break;
      case 'cancel':
        this.cancel();
        break;
    }
  }

  cancel(): void {
    this.#signals.cancel(this.#io.clock());
  }

  async #open(settings: WatchSettings): Promise<void> {
    const found = await this.#find(settings);
    if (found.ok) {
      this.#opened = { settings, found };
      const written = findWritten(found, settings, this.#io);
      this.#parent.send({ kind: 'opened', opened: describe(found, written) });
    } else {
      this.#parent.send({ kind: 'refused', exitCode: found.exitCode });
    }
  }

  async #find({ flags }: WatchSettings): ReturnType<typeof findRun> {
    try {
      return await findRun(flags, this.#io);
    } catch (error) {
      return { ok: false, exitCode: fail(this.#io, toInternalError(error)) };
    }
  }

  async #run(round: Round): Promise<void> {
    let end: RoundEnd;
    try {
      end = await this.#endOf(round);
    } catch (error) {
      end = refusedEnd(fail(this.#io, toInternalError(error)));
    }
    this.#parent.send({ kind: 'ended', end });
  }

  async #endOf(round: Round): Promise<RoundEnd> {
    if (this.#opened === undefined) throw new Error('a round before the workspace was opened');
    const { settings } = this.#opened;
    // Reading packages without Nx takes milliseconds, so they are not kept.
    const found = this.#opened.found.kind === 'packages' ? await this.#find(settings) : this.#opened.found;
    if (!found.ok) return refusedEnd(found.exitCode);
    return runRound(
      round,
      { ...settings, found },
      {
        command: this.#io,
        signals: this.#signals,
        show: (text) => this.#parent.send({ kind: 'output', text }),
      },
    );
  }
}

/** @param written globs of files that nx-testmon writes for these tasks */
function describe(
  { workspace, kind, graph, targets }: OpenedTargets,
  written: readonly string[],
): OpenedRounds {
  return {
    root: workspace.root,
    kind,
    installationRoots: installationRoots(workspace),
    outputs: [...findOutputs(graph), ...written],
    projects: new Set(targets.map(({ project }) => project)).size,
    graph: digestGraph(graph),
  };
}

/** Two graphs with the same digest have the same tasks, and the same whole-project dependencies. */
function digestGraph(graph: NxGraph): string {
  const { nodes, dependencies } = graph;
  const projects = Object.keys(nodes)
    .sort()
    .map((name) => [
      name,
      nodes[name]?.data.root,
      targetsOf(graph, name),
      [...new Set(dependencies[name]?.map(({ target }) => target))].sort(),
    ]);
  return digestParts([JSON.stringify(projects), ...findOutputs(graph)]);
}
