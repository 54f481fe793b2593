import { chooseRandom, type Random } from '../shared/random.mts';
import { callOf, importsOf, type ModuleExport, type Use } from './module-export.mts';
import { literal, variableOf } from './program.mts';

interface ModuleInput {
  readonly module: number;
  readonly exported: readonly ModuleExport[];
  /** Number of the program. */
  readonly program: number;
  /** Whether modules call each other in cycles. Most programs with cycles fail when they are loaded. */
  readonly hasCycles: boolean;
  readonly random: Random;
}

/** Writes a module. Every statement has a line of its own, so that edits can delete and move it. */
export function writeModule(input: ModuleInput): string {
  const writer = new ModuleWriter(input);
  const own = input.exported.filter(({ module }) => module === input.module);
  const declarations = own.map((one) => writer.declare(one));
  const effects = writer.effects();
  return `${writer.imports()}\n${declarations.join('\n')}\n${effects.join('\n')}\n`;
}

class ModuleWriter {
  readonly #input: ModuleInput;
  readonly #uses: Use[] = [];
  readonly #heads = new Set<string>();

  constructor(input: ModuleInput) {
    this.#input = input;
  }

  imports(): string {
    return [importsOf(this.#uses), ...this.#heads].filter(Boolean).join('\n');
  }

  declare({ kind, name }: ModuleExport): string {
    switch (kind) {
      case 'constant':
        return `export const ${name} = ${this.#loaded()};`;
      case 'enum':
        return `export enum ${name} {\n  A = ${this.#literal()},\n  B = A + ${this.#literal()},\n}`;
      case 'object':
        return `export const ${name} = {\n  n: ${this.#loaded()},\n  run(x: number): number {\n${this.#body('    ')}  },\n  get half() {\n    return this.n / 2;\n  },\n};`;
      case 'class':
        return this.#class(name);
      case 'arrow':
        return `export const ${name} = (x: number): number => {\n${this.#body('  ')}};`;
      case 'async':
        return `export async function ${name}(x: number): Promise<number> {\n${this.#body('  ', true)}}`;
      case 'function':
        return `export function ${name}(x: number): number {\n${this.#body('  ')}}`;
    }
  }

  effects(): string[] {
    const { random, program, module } = this.#input;
    const effects: string[] = [];
    if (random() < 0.3) {
      this.#heads.add("import { registry } from './registry';");
      effects.push(`registry.push('m${module}');`);
    }
    if (random() < 0.3)
      effects.push(`${globalOf(program)} = (${globalOf(program)} ?? 0) + ${this.#literal()};`);
    const object = this.#before().find(({ kind }) => kind === 'object');
    if (object !== undefined && random() < 0.3) effects.push(`${this.#use(object)}.n += ${this.#literal()};`);
    return effects;
  }

  #class(name: string): string {
    const base = this.#before().find(({ kind }) => kind === 'class');
    const heritage = base !== undefined && this.#input.random() < 0.6 ? ` extends ${this.#use(base)}` : '';
    const construct =
      heritage === ''
        ? '  constructor(readonly x: number) {}\n'
        : `  constructor(x: number) {\n    super(x + ${this.#literal()});\n  }\n`;
    const value = heritage === '' || this.#input.random() < 0.5;
    const own = value ? `  value(): number {\n    const { x } = this;\n${this.#body('    ')}  }\n` : '';
    return `export class ${name}${heritage} {\n  field${name} = ${this.#literal()};\n  static made = ${this.#loaded()};\n${construct}${own}}`;
  }

  /** Writes a function body. Its calls get a smaller argument, so that all of them end. */
  #body(indent: string, isAsync = false): string {
    const { random } = this.#input;
    const count = 1 + Math.floor(random() * 3);
    const statements = Array.from({ length: count }, () => this.#statement(isAsync));
    return [
      `if (x <= 0) return ${this.#literal()};`,
      `let r = x * ${this.#literal()};`,
      ...statements,
      'return r % 1009;',
    ]
      .map((line) => `${indent}${line}\n`)
      .join('');
  }

  #statement(isAsync: boolean): string {
    const n = (): number => this.#literal();
    const call = (): string => this.#call();
    const { program } = this.#input;
    const plain: readonly (() => string)[] = [
      () => `r += ${call()};`,
      () => `if (x % 2 === ${n() % 2}) r += ${call()}; else r -= ${n()};`,
      () => `if (x > ${n() % 4}) return r + ${call()};`,
      () => `r ^= ${n()};`,
      () => `for (let i = 0; i < ${n() % 4}; i++) r += i * ${n()};`,
      () => `switch (x) { case 1: r += ${call()}; break; case 2: r += ${n()}; default: r -= 1; }`,
      () => `try { if (x > ${n() % 4}) throw new Error('thrown'); r += ${call()}; } catch { r += ${n()}; }`,
      () => `r += [1, 2].map((y) => (y > 1 ? ${call()} : ${n()})).reduce((p, q) => p + q, 0);`,
    ];
    // Constructs that make a test file depend on more than the functions that it executes.
    const beside: readonly (() => string)[] = [
      () => `r += String(${this.#name(['function', 'arrow'])}).length;`,
      () => `r += ${globalOf(program)} ?? 0;`,
      () => `r += Number(process.env['${variableOf(program)}'] ?? ${n()});`,
      () => `r += Number(${this.#read('data.txt')}.split('\\n')[${n() % 2}]);`,
      () => `if (${this.#fs('existsSync')}(import.meta.dirname + '/flag.txt')) r += ${n()};`,
      () => `r += ${this.#fs('readdirSync')}(import.meta.dirname + '/parts').length;`,
      () => this.#withHead("import { registry } from './registry';", 'r += registry.length;'),
      () => this.#withHead("import data from './data.json';", 'r += data.used;'),
      () =>
        this.#withHead(
          "const parts = import.meta.glob<{ value: number }>('./parts/*.ts', { eager: true });",
          'for (const one of Object.values(parts)) r += one.value;',
        ),
    ];
    const asyncForms: readonly (() => string)[] = [
      () => {
        const { module, name } = this.#any(['function', 'arrow']);
        return `r += (await import('./m${module}')).${name}(x - 1);`;
      },
      () => `r += await ${this.#name(['async', 'function'])}(x - 1);`,
    ];
    const { random } = this.#input;
    if (isAsync && random() < 0.6) return chooseRandom(asyncForms, random)();
    return chooseRandom(random() < 0.1 ? beside : plain, random)();
  }

  #withHead(head: string, statement: string): string {
    this.#heads.add(head);
    return statement;
  }

  #fs(name: string): string {
    this.#heads.add(`import { ${name} } from 'node:fs';`);
    return name;
  }

  #read(file: string): string {
    return `${this.#fs('readFileSync')}(import.meta.dirname + '/${file}', 'utf8')`;
  }

  #literal(): number {
    return literal(this.#input.random);
  }

  #call(): string {
    const one = this.#any(['function', 'arrow', 'class', 'object', 'constant', 'enum']);
    return callOf({ kind: one.kind, name: this.#use(one) }, 'x - 1');
  }

  #name(kinds: readonly ModuleExport['kind'][]): string {
    return this.#use(this.#any(kinds));
  }

  #any(kinds: readonly ModuleExport['kind'][]): ModuleExport {
    const { exported, random, module: own, hasCycles } = this.#input;
    return chooseRandom(
      exported.filter(({ kind, module }) => kinds.includes(kind) && (hasCycles || module <= own)),
      random,
    );
  }

  /**
   * Exports that may be used while the module is loaded. They belong to earlier modules, because cycles only
   * consist of calls.
   */
  #before(): readonly ModuleExport[] {
    return this.#input.exported.filter(({ module }) => module < this.#input.module);
  }

  #loaded(): string {
    const { random } = this.#input;
    const usable = this.#before().filter(({ kind }) => kind !== 'async');
    if (usable.length === 0 || random() < 0.5) return String(this.#literal());
    const one = chooseRandom(usable, random);
    return callOf({ kind: one.kind, name: this.#use(one) }, '1');
  }

  #use({ module, name }: ModuleExport): string {
    if (module === this.#input.module) return name;
    const from = this.#input.hasCycles && this.#input.random() < 0.4 ? './index' : `./m${module}`;
    if (!this.#uses.some((one) => one.name === name)) this.#uses.push({ from, name });
    return name;
  }
}

const globalOf = (program: number): string => `(globalThis as { g${program}?: number }).g${program}`;
