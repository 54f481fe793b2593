import { readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import * as vm from 'node:vm';
import type { Instrumenter } from '@nx-testmon/core';
import { prepareRealm } from '@nx-testmon/runner';
import type { HarnessScript } from './harness.mts';
import { ProbedSources } from './probed-sources.mts';

/** A phase in which code can fail. */
export type FailurePhase = 'parse' | 'resolution' | 'runtime';

/** An error with the phase in which it was thrown. */
export class PhaseError extends Error {
  readonly phase: FailurePhase;
  readonly thrown: unknown;

  constructor(phase: FailurePhase, thrown: unknown) {
    super(`fails in the phase ${phase}`);
    this.phase = phase;
    this.thrown = thrown;
  }
}

interface RealmInput {
  /** The checkout. */
  readonly root: string;
  /** Without it, code runs without probes. */
  readonly instrumenter: Instrumenter | undefined;
}

/**
 * One fresh realm, in which one scenario runs. With an instrumenter, it is set up like the realm of a worker
 * in a collecting run.
 */
export class TestRealm {
  readonly printed: string[] = [];
  readonly #root: string;
  readonly #global: vm.Context;
  readonly #sources: ProbedSources | undefined;
  readonly #modules = new Map<string, vm.Module>();
  readonly #links = new Map<vm.Module, Promise<void>>();

  constructor({ root, instrumenter }: RealmInput) {
    this.#root = root;
    this.#sources = instrumenter && new ProbedSources(instrumenter);
    this.#global = this.#createContext();
  }

  /** Number of probes in its code, without those of the harness. */
  get probes(): number {
    return this.#sources?.probes ?? 0;
  }

  /** @throws PhaseError */
  runHarness({ id, text, code, script }: HarnessScript): void {
    this.#sources?.add(id, text, code);
    inPhase('runtime', () => void script.runInContext(this.#global));
  }

  /** @throws PhaseError */
  runScript(text: string, file: string): void {
    const code = this.#insertProbes(text, file, 'cjs');
    const script = inPhase('parse', () => this.#compile(code, file));
    inPhase('runtime', () => void script.runInContext(this.#global));
  }

  /** @throws PhaseError */
  async runModule(text: string, file: string): Promise<void> {
    const module = inPhase('parse', () => this.#addModule(text, file));
    await this.#link(module).catch((error: unknown) => {
      throw new PhaseError('resolution', error);
    });
    await module.evaluate().catch((error: unknown) => {
      throw new PhaseError('runtime', error);
    });
  }

  #createContext(): vm.Context {
    const global = vm.createContext(vm.constants.DONT_CONTEXTIFY);
    const sources = this.#sources;
    if (sources !== undefined) prepareRealm(global, (text, id) => sources.findPlainText(text, id));
    const host = { ...this.#hostOf(global), createRealm: () => this.#createContext()['$262'] as unknown };
    const print = (text: unknown): void => void this.printed.push(String(text));
    Object.defineProperties(global, { $262: hidden(host), print: hidden(print) });
    return global;
  }

  #hostOf(global: vm.Context) {
    return {
      global,
      evalScript: (text: string): unknown => this.#compile(text, 'evalScript.js').runInContext(global),
      detachArrayBuffer: (buffer: ArrayBuffer): null => {
        structuredClone(buffer, { transfer: [buffer] });
        return null;
      },
      gc: (): never => {
        throw new Error('garbage can not be collected');
      },
    };
  }

  #compile(code: string, file: string): vm.Script {
    return new vm.Script(code, {
      filename: file,
      importModuleDynamically: (specifier, _, attributes) => this.#import(specifier, file, attributes),
    });
  }

  #insertProbes(text: string, file: string, extension: 'cjs' | 'mjs'): string {
    if (this.#sources === undefined) return text;
    const id = relative(this.#root, file);
    return this.#sources.insertProbes(text, file.replace(/\.js$/, `.${extension}`), id);
  }

  async #import(specifier: string, from: string, attributes: ImportAttributes): Promise<vm.Module> {
    const module = this.#find(specifier, from, attributes);
    await this.#link(module);
    await module.evaluate();
    return module;
  }

  #link(module: vm.Module): Promise<void> {
    if (module.status !== 'unlinked') return this.#links.get(module) ?? Promise.resolve();
    const link = module.link((specifier, { identifier }, { attributes }) =>
      this.#find(specifier, identifier, attributes),
    );
    this.#links.set(module, link);
    return link;
  }

  #find(specifier: string, from: string, attributes: ImportAttributes): vm.Module {
    const file = join(dirname(from), specifier);
    const { type } = attributes;
    if (type === 'json') return this.#modules.get(`${file} json`) ?? this.#addJson(file);
    if (type !== undefined) throw new TypeError(`unknown type of module: ${type}`);
    return this.#modules.get(file) ?? this.#addModule(readFileSync(file, 'utf8'), file);
  }

  #addModule(text: string, file: string): vm.Module {
    const module = new vm.SourceTextModule(this.#insertProbes(text, file, 'mjs'), {
      context: this.#global,
      identifier: file,
      importModuleDynamically: (specifier, _, attributes) => this.#import(specifier, file, attributes),
    });
    this.#modules.set(file, module);
    return module;
  }

  #addJson(file: string): vm.Module {
    const text = readFileSync(file, 'utf8');
    const { JSON: json } = this.#global as unknown as { JSON: JSON };
    const value: unknown = json.parse(text);
    const module: vm.SyntheticModule = new vm.SyntheticModule(
      ['default'],
      () => module.setExport('default', value),
      { context: this.#global, identifier: file },
    );
    this.#modules.set(`${file} json`, module);
    return module;
  }
}

type ImportAttributes = Readonly<Record<string, string | undefined>>;

function inPhase<Result>(phase: FailurePhase, run: () => Result): Result {
  try {
    return run();
  } catch (error) {
    throw new PhaseError(phase, error);
  }
}

/** A property that is not enumerable. */
function hidden(value: unknown): PropertyDescriptor {
  return { value, writable: true, configurable: true };
}
