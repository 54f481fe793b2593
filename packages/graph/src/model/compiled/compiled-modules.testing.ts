import { createRequire } from 'node:module';
import { posix } from 'node:path';
import { createContext, runInContext } from 'node:vm';
import {
  digest,
  type ExecutedBlocks,
  formatBlockId,
  type ModuleGraph,
  namesOfMarks,
  noRunnerSyntax,
} from '@nx-testmon/core';
import { insertProbes } from '../../probes/insert-probes';
import { readModuleModel } from '../read-module-model';
import type { Modules } from './random-modules.testing';

/** The path that a specifier leads to; `undefined` if there is none. */
function resolve(modules: Modules, from: string, specifier: string): string | undefined {
  const path = posix.join(posix.dirname(from), specifier);
  return [path, `${path}.js`].find((one) => modules.has(one));
}

/** The observable results of a run, and the functions that it executed. */
interface Run {
  readonly outcome: string;
  readonly executed: ExecutedBlocks;
}

const start = `
  const log = [];
  let depth = 0;
  const show = (value) => {
    if (depth > 4) return '…';
    depth++;
    try {
      if (typeof value === 'function') {
        let made;
        try { made = value(); } catch (error) { made = /^Class/.test(error.message) ? new value().m?.() : error; }
        const isPromise = typeof made?.then === 'function';
        if (isPromise) made.then(undefined, () => {});
        return 'f' + (isPromise ? 'promise' : made instanceof Error ? made.message : String(made));
      }
      return typeof value === 'object' && value !== null
        ? '{' + Object.entries(value).map(([key, one]) => key + ':' + (typeof one === 'function' ? 'f' : String(one))) + '}'
        : String(value);
    } catch (error) {
      return String(error);
    } finally {
      depth--;
    }
  };
`;

/** Exports of a CommonJS module in the form in which Vitest 3 provides them to importing modules. */
const imported = `
  (() => {
    const isPrimitive = (value) => value !== Object(value);
    const define = (exports, key, get) =>
      Object.defineProperty(exports, key, { enumerable: true, configurable: true, get });
    const exportAll = (exports, source) => {
      if (exports === source || isPrimitive(source) || Array.isArray(source) || source instanceof Promise) return;
      for (const key in source)
        if (key !== 'default' && !(key in exports)) try { define(exports, key, () => source[key]); } catch {}
    };
    const exports = Object.create(null);
    const unset = {};
    let whole = unset;
    const inner = new Proxy(exports, {
      get: (target, key, receiver) => Reflect.get(Reflect.has(target, key) ? target : Object.prototype, key, receiver),
      getPrototypeOf: () => Object.prototype,
      set: (_, key, value) => {
        if (key === 'default' && inner !== value) {
          exportAll(inner, value);
          exports.default = value;
          return true;
        }
        if (!Reflect.has(exports, 'default')) exports.default = {};
        if (whole !== unset && isPrimitive(whole)) return define(exports, key, () => undefined), true;
        if (!isPrimitive(exports.default)) exports.default[key] = value;
        if (key !== 'default') define(exports, key, () => value);
        return true;
      },
    });
    const module = {
      set exports(value) {
        exportAll(inner, value);
        exports.default = value;
        whole = value;
      },
      get exports() {
        return inner;
      },
    };
    return { exports, inner, module };
  })()`;

interface ModuleExports {
  readonly exports: Readonly<Record<string, unknown>>;
  readonly inner: unknown;
  readonly module: unknown;
}

type Wrapper = (this: unknown, ...given: readonly unknown[]) => void;

/** Runs instrumented modules in one realm, as Node runs CommonJS. */
export class ModuleRunner {
  private readonly context = createContext({});
  private readonly wrappers = new Map<string, Wrapper>();

  constructor() {
    this.evaluate(`${start} Object.assign(globalThis, { show, log });`);
  }

  run(modules: Modules, entry: string): Run {
    this.evaluate('log.length = 0; delete globalThis.__nxTestmonSeen;');
    const loaded = new Map<string, { exports: unknown }>();
    const blocks = new Map<string, readonly string[]>();
    const codeOf = (path: string): Wrapper => {
      const text = modules.get(path)!;
      const probed = withProbes(text, path);
      if (probed) blocks.set(path, probed.blocks);
      return this.wrapper(probed?.code ?? text);
    };
    const requireFrom = (path: string) => (specifier: string) => {
      if (specifier === 'tslib') return createRequire(__filename)('tslib') as unknown;
      const target = resolve(modules, path, specifier);
      if (target === undefined) throw new Error(`Cannot find module '${specifier}'`);
      return load(target);
    };
    const load = (path: string): unknown => {
      const known = loaded.get(path);
      if (known) return known.exports;
      if (path.endsWith('.json')) return this.evaluate(`(${modules.get(path)})`);
      const module = { exports: this.evaluate('({})') };
      loaded.set(path, module);
      try {
        codeOf(path).call(module.exports, module.exports, requireFrom(path), module);
      } catch (error) {
        loaded.delete(path);
        throw error;
      }
      return module.exports;
    };
    /** Evaluates an ES module that imports a CommonJS module. Returns texts of the imported values. */
    const importInto = (path: string): unknown => {
      const [, names = '', specifier = ''] = /^import (.*) from '(.*)';/.exec(modules.get(path)!) ?? [];
      const { exports, inner, module } = this.evaluate(imported) as ModuleExports;
      const target = resolve(modules, path, specifier)!;
      codeOf(target).call(undefined, inner, requireFrom(target), module);
      const show = this.evaluate('show') as (value: unknown) => string;
      if (names.startsWith('*')) return show(exports);
      return names
        .split(/[{},]/)
        .map((name) => name.trim())
        .filter(Boolean)
        .map((name) => show(exports[name === 'first' ? 'default' : name]));
    };
    const outcome = observe(() =>
      entry.endsWith('.mjs') ? importInto(entry) : (load(entry) as { readonly result: unknown }).result,
    );
    const log = this.evaluate('JSON.stringify(log)') as string;
    const seen = this.evaluate('globalThis.__nxTestmonSeen') as Map<string, Uint8Array> | undefined;
    const marksOf = (path: string, list: readonly string[]) =>
      seen?.get(path) ?? new Uint8Array(list.length + 1);
    const executed = new Map(
      [...blocks].map(([path, list]) => [path, new Set(namesOfMarks(list, marksOf(path, list)))]),
    );
    return { outcome: `${outcome} ${log}`, executed };
  }

  private wrapper(code: string): Wrapper {
    const known =
      this.wrappers.get(code) ??
      (this.evaluate(`(function (exports, require, module) {${code}\n})`) as Wrapper);
    this.wrappers.set(code, known);
    return known;
  }

  private evaluate(code: string): unknown {
    return runInContext(code, this.context) as unknown;
  }
}

const instrumented = new Map<string, ReturnType<typeof insertProbes>>();

function withProbes(text: string, path: string): ReturnType<typeof insertProbes> {
  const key = `${path} ${text}`;
  if (!instrumented.has(key)) instrumented.set(key, insertProbes(text, path, path, noRunnerSyntax));
  return instrumented.get(key);
}

function observe(act: () => unknown): string {
  try {
    return JSON.stringify(act()) ?? 'undefined';
  } catch (error) {
    return `threw ${String((error as Error).message)}`;
  }
}

const models = new Map<string, ReturnType<typeof readModuleModel>>();

/** @param modules CommonJS modules */
export function graphOf(modules: Modules): ModuleGraph {
  const model = (path: string) => {
    const text = modules.get(path);
    if (text === undefined) return undefined;
    const key = `${path.endsWith('.json')} ${text}`;
    const known = models.get(key) ?? readModuleModel(text, path, noRunnerSyntax);
    models.set(key, known);
    return known;
  };
  const contentHash = (path: string) => model(path)?.contentHash;
  return {
    model,
    resolve: (from, specifier) => {
      if (specifier === 'tslib') return { modules: [], packages: ['tslib'], missing: false, unknown: false };
      const path = resolve(modules, from, specifier);
      return {
        modules: path === undefined ? [] : [path],
        packages: [],
        missing: path === undefined,
        unknown: false,
      };
    },
    packageState: () => 'found',
    sourcesOf: () => [],
    glob: () => [],
    asset: () => [],
    mocks: () => [],
    compileContext: () => [],
    typeContext: () => [],
    keepsTypeImports: () => false,
    projectOf: () => 'p',
    projectFiles: () => [...modules.keys()].sort(),
    entryPoints: () => [],
    projectDependencies: () => [],
    contentHash,
    fileState: contentHash,
    lookUp: (path) => (modules.has(path) ? 'file' : 'missing'),
    listing: () => 'missing',
    variable: () => 'unset',
    packageAt: (location) => location,
    isInstalledAsLocked: () => true,
    packageFingerprint: (name) => ({ block: formatBlockId({ kind: 'package', name }), hash: digest(name) }),
  };
}
