import { readFileSync } from 'node:fs';
import * as nodePath from 'node:path';
import { isAbsolute } from 'node:path';
import { digest, isOutsideWorkspace, isPathError, type ReadTrace, withoutQuery } from '@nx-testmon/core';
import { untraced, workspacePath } from '@nx-testmon/runner';
import { pluginLists } from './add-plugin';
import { isKnownPlugin } from './known-plugins';
import type { TransformHandler, VitePlugin, VitestApi } from './vitest-api';

/**
 * Modules that plugins of the user have changed. It is unknown what such a plugin reads in a text: a comment,
 * a type, or the body of an unexecuted function. The test files that load such a module therefore depend on
 * its whole text.
 */
export class UserTransforms {
  readonly #workspaceRoot: string;
  /** The states of the texts, by path. */
  readonly #texts = new Map<string, string>();

  constructor(workspaceRoot: string) {
    this.#workspaceRoot = workspaceRoot;
  }

  /** Watches the plugins of all projects. Must be called before the first module is transformed. */
  watch(vitest: VitestApi): void {
    const plugins = new Set(vitest.projects.flatMap((project) => [...pluginLists(project)].flat()));
    for (const plugin of plugins) if (!isKnownPlugin(plugin.name)) this.#watchPlugin(plugin);
  }

  /** Records that a module has another text than its file. */
  addChanged(id: string): void {
    const file = withoutQuery(id);
    if (!isAbsolute(file) || file.includes('\0')) return;
    const path = workspacePath(this.#workspaceRoot, file);
    if (isOutsideWorkspace(nodePath, path) || this.#texts.has(path)) return;
    const text = stateOf(file);
    if (text !== undefined) this.#texts.set(path, text);
  }

  /** Adds the texts of those modules that a test file has loaded to its reads. */
  addTo(reads: ReadTrace): ReadTrace {
    const read = (reads.loaded ?? []).flatMap((path) => {
      const text = this.#texts.get(path);
      return text === undefined ? [] : [[path, text] as const];
    });
    return read.length === 0 ? reads : { ...reads, files: { ...Object.fromEntries(read), ...reads.files } };
  }

  #watchPlugin(plugin: VitePlugin): void {
    const { transform } = plugin;
    if (typeof transform === 'function') plugin.transform = this.#watched(transform);
    else if (transform) plugin.transform = { ...transform, handler: this.#watched(transform.handler) };
  }

  #watched(handler: TransformHandler): TransformHandler {
    const note = (result: unknown, code: string, id: string) => {
      const changed = typeof result === 'string' ? result : (result as { code?: unknown } | null)?.code;
      if (typeof changed === 'string' && changed !== code) this.addChanged(id);
    };
    return function (this: unknown, code, id, ...more) {
      const result = handler.call(this, code, id, ...more);
      if (!(result instanceof Promise)) note(result, code, id);
      else
        void result.then(
          (one: unknown) => note(one, code, id),
          () => undefined,
        );
      return result;
    };
  }
}

/**
 * The digest of a text, in the form of other reads. `undefined` if there is no such file: a plugin has created the
 * module. A text that the system can't read now differs from every later one.
 */
function stateOf(file: string): string | undefined {
  try {
    return digest(untraced(() => readFileSync(file)));
  } catch (error) {
    return isPathError(error) ? undefined : 'unknown';
  }
}
