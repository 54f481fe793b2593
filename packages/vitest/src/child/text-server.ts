import { mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, watch, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import type { PlainTextsFinder } from '@nx-testmon/core';
import { untraced } from '@nx-testmon/runner';
import { transformPlain } from './plain-transforms';
import { answerEnd, questionEnd, type TextQuestion } from './text-messages';
import type { VitePluginContainer, ViteServer, VitestApi } from './vitest-api';

/**
 * Answers the workers' requests for the texts of functions without probes. Only for such a request, a module
 * is transformed again, with and without probes, by all plugins of the user. The transforms print code with
 * probes in a different layout, so the probes can't be cut out of the text.
 */
export class TextServer {
  /** The folder in which workers write their requests. */
  readonly folder = mkdtempSync(join(tmpdir(), 'nx-testmon-texts-'));
  readonly #workspaceRoot: string;
  readonly #vitest: VitestApi;
  readonly #findPlainTexts: PlainTextsFinder;
  readonly #stop: () => void;
  /** By path and pipeline. */
  readonly #texts = new Map<string, Promise<ReadonlyMap<string, string>>>();

  constructor(workspaceRoot: string, vitest: VitestApi, findPlainTexts: PlainTextsFinder) {
    this.#workspaceRoot = workspaceRoot;
    this.#vitest = vitest;
    this.#findPlainTexts = findPlainTexts;
    this.#stop = onChange(this.folder, () => this.#takeQuestions());
  }

  close(): void {
    this.#stop();
    untraced(() => rmSync(this.folder, { recursive: true, force: true }));
  }

  #takeQuestions(): void {
    untraced(() => {
      for (const file of readdirSync(this.folder).filter((one) => one.endsWith(questionEnd))) {
        const path = join(this.folder, file);
        const question = JSON.parse(readFileSync(path, 'utf8')) as TextQuestion;
        rmSync(path);
        void this.#answer(path.slice(0, -questionEnd.length), question);
      }
    });
  }

  async #answer(name: string, question: TextQuestion): Promise<void> {
    const text = await this.#findText(question).catch(() => undefined);
    untraced(() => {
      try {
        writeFileSync(`${name}.new`, JSON.stringify(text ?? null));
        renameSync(`${name}.new`, `${name}${answerEnd}`);
      } catch {
        // The run has ended.
      }
    });
  }

  /** Uses the pipeline of any project that produced the text. */
  async #findText({ text, path }: TextQuestion): Promise<string | undefined> {
    let number = 0;
    for (const pipeline of pipelinesOf(this.#vitest)) {
      const key = `${number++} ${path}`;
      const texts = this.#texts.get(key) ?? this.#textsOf(path, pipeline);
      this.#texts.set(key, texts);
      const plain = (await texts.catch(() => undefined))?.get(text);
      if (plain !== undefined) return plain;
    }
    return undefined;
  }

  async #textsOf(path: string, pipeline: Pipeline): Promise<ReadonlyMap<string, string>> {
    const file = join(this.#workspaceRoot, path);
    const source = untraced(() => readFileSync(file, 'utf8'));
    const code = await transformBy(pipeline, source, file);
    const plain = await transformPlain(() => transformBy(pipeline, source, file));
    return this.#findPlainTexts(code, plain);
  }
}

/**
 * Watches the folder, or polls it if it can't be watched.
 *
 * @returns a function that stops this
 */
function onChange(folder: string, listener: () => void): () => void {
  try {
    const watcher = watch(folder, { persistent: false }, listener);
    watcher.on('error', () => undefined);
    return () => watcher.close();
  } catch {
    const timer = setInterval(listener, 50).unref();
    return () => clearInterval(timer);
  }
}

/** Vite's pipeline for a module in one of its environments. */
interface Pipeline {
  readonly server: ViteServer;
  readonly container: VitePluginContainer;
  /** Older versions of Vite have one container for all environments. */
  readonly options: object;
}

function pipelinesOf({ projects }: VitestApi): Pipeline[] {
  const servers = new Set(projects.flatMap(({ vite, server }) => vite ?? server ?? []));
  return [...servers].flatMap((server): Pipeline[] => {
    const { environments, pluginContainer } = server;
    const containers = Object.values(environments ?? {}).flatMap((one) => one.pluginContainer ?? []);
    if (containers.length > 0) return containers.map((container) => ({ server, container, options: {} }));
    if (!pluginContainer) return [];
    return [true, false].map((ssr) => ({ server, container: pluginContainer, options: { ssr } }));
  });
}

/** Transforms in the same way as Vite and Vitest. */
async function transformBy(
  { server, container, options }: Pipeline,
  source: string,
  file: string,
): Promise<string> {
  const moduleType = /^\.[cm]?(ts|tsx|jsx)$/.exec(extname(file))?.[1];
  const given = moduleType === undefined ? options : { ...options, moduleType };
  const transformed = (await container.transform?.(source, file, given)) ?? { code: source };
  const made = await server.ssrTransform?.(transformed.code, null, file, source);
  return made?.code ?? transformed.code;
}
