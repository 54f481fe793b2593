import { pick, type Random } from '@nx-testmon/testing/random';
import { ts } from 'ts-morph';

/** CommonJS modules and a manifest, by path. */
export type Modules = ReadonlyMap<string, string>;

export const entries = ['p/t0.js', 'p/t1.js', 'p/t2.js', 'p/t3.js', 'p/e0.mjs', 'p/e1.mjs'];
const count = 4;
const names = ['a', 'b', 'c', 'd', 'e'];
const modulePaths = [...Array.from({ length: count }, (_, at) => `p/m${at}.js`), 'p/index.js'];

/** ES modules, one statement on each line. */
interface Sources {
  readonly modules: ReadonlyMap<string, readonly string[]>;
  readonly manifest: string;
  readonly options: ts.CompilerOptions;
}

export function randomSources(random: Random): Sources {
  const options: ts.CompilerOptions = {
    module: ts.ModuleKind.CommonJS,
    target: pick(random, [ts.ScriptTarget.ES2022, ts.ScriptTarget.ES2022, ts.ScriptTarget.ES2015]),
    esModuleInterop: random(3) > 0,
    importHelpers: random(2) === 0,
    removeComments: true,
  };
  // Most programs have no cycle, because the exports of modules in cycles are not read.
  const hasCycles = random(5) === 0;
  const modules = new Map<string, readonly string[]>();
  for (let at = 0; at < count; at++)
    modules.set(`p/m${at}.js`, new ModuleWriter(random, at, hasCycles).write());
  modules.set('p/index.js', barrel(random));
  for (const path of entries)
    modules.set(path, path.endsWith('.mjs') ? importingEntry(random) : entry(random));
  return { modules, manifest: JSON.stringify({ name: 'p', version: '1.0.0' }), options };
}

export function compile({ modules, manifest, options }: Sources): Map<string, string> {
  const texts = [...modules].map(([path, lines]) => [path, transpile(lines.join('\n'), options)] as const);
  return new Map([...texts, ['p/package.json', manifest]]);
}

const transpiled = new Map<string, string>();

function transpile(text: string, options: ts.CompilerOptions): string {
  const key = JSON.stringify([text, options]);
  const known = transpiled.get(key) ?? ts.transpileModule(text, { compilerOptions: options }).outputText;
  transpiled.set(key, known);
  return known;
}

const barrel = (random: Random): string[] =>
  Array.from({ length: 2 + random(4) }, () => reExport(random, random(count)));

function reExport(random: Random, target: number): string {
  const [name, other] = [pick(random, names), pick(random, names)];
  return pick(random, [
    `export * from './m${target}';`,
    `export * from './m${target}';`,
    `export { ${name} } from './m${target}';`,
    `export { ${name} as ${other} } from './m${target}';`,
    `export { default as ${name} } from './m${target}';`,
    `export * as ${name} from './m${target}';`,
  ]);
}

function entry(random: Random): string[] {
  const from = random(2) === 0 ? './index' : `./m${random(count)}`;
  const [name, other] = [pick(random, names), pick(random, names)];
  return pick(random, [
    [`import { ${name} } from '${from}';`, `export const result = show(${name});`],
    [
      `import { ${name}, ${other} as second } from '${from}';`,
      `export const result = [show(${name}), show(second)];`,
    ],
    [`import * as all from '${from}';`, `export const result = [show(all.${name}), show(all.${other})];`],
    [
      `import * as all from '${from}';`,
      `export const result = [show(all), all['${name}'] === all.${other}];`,
    ],
    [`import first from '${from}';`, `export const result = show(first);`],
    [`const { ${name} } = require('${from}');`, `export const result = show(${name});`],
    [`const all = require('${from}');`, `export const result = Object.entries(all).map(show).join();`],
    [`import '${from}';`, 'export const result = 0;'],
  ]);
}

/** An ES module that imports CommonJS modules. */
function importingEntry(random: Random): string[] {
  const from = random(2) === 0 ? './index' : `./m${random(count)}`;
  const [name, other] = [pick(random, names), pick(random, names)];
  const second = name === other ? '' : `, ${other}`;
  return pick(random, [
    [
      `import { ${name}${second} } from '${from}';`,
      `export const result = [show(${name})${second && `, show(${other})`}];`,
    ],
    [
      `import { ${name}${second} } from '${from}';`,
      `export const result = [show(${name})${second && `, show(${other})`}];`,
    ],
    [`import first, { ${name} } from '${from}';`, `export const result = [show(first), show(${name})];`],
    [`import first from '${from}';`, `export const result = [show(first)];`],
    [`import * as all from '${from}';`, `export const result = show(all);`],
  ]);
}

class ModuleWriter {
  private readonly heads = new Set<string>();
  private readonly lines: string[] = [];
  private readonly declared = new Set<string>();
  private locals = 0;

  constructor(
    private readonly random: Random,
    private readonly at: number,
    private readonly hasCycles: boolean,
  ) {}

  write(): string[] {
    const { random } = this;
    for (let line = 2 + random(5); line > 0; line--) this.addStatement();
    return [...this.heads, ...this.lines];
  }

  private addStatement(): void {
    const { random } = this;
    const name = pick(random, names);
    const target = this.target();
    if (random(4) === 0) return void this.lines.push(`log.push(${this.expression()});`);
    if (random(5) === 0) return void (target === undefined || this.lines.push(reExport(random, target)));
    if (random(8) === 0) return void (target === undefined || this.lines.push(`import './m${target}';`));
    if (random(7) === 0 && !this.declared.has('default')) return this.addDefault();
    if (this.declared.has(name)) return;
    this.declared.add(name);
    this.lines.push(this.declaration(name));
  }

  private addDefault(): void {
    this.declared.add('default');
    this.lines.push(
      pick(this.random, [
        `export default ${this.expression()};`,
        `export default function () { return ${this.expression()}; }`,
        `export default { ${pick(this.random, names)}: ${this.literal()}, m() { return ${this.expression()}; } };`,
        `export default class { m() { return ${this.expression()}; } }`,
      ]),
    );
  }

  private declaration(name: string): string {
    const local = `l${this.locals++}`;
    return pick(this.random, [
      `export const ${name} = ${this.literal()};`,
      `export const ${name} = ${this.expression()};`,
      `export function ${name}() { return ${this.expression()}; }`,
      `export function ${name}() { return ${this.expression()}; }`,
      `export const ${name} = () => ${this.expression()};`,
      `export const ${name} = { m() { return ${this.expression()}; }, n: ${this.literal()} };`,
      `export class ${name} { m() { return ${this.expression()}; } static s = ${this.literal()}; }`,
      `export enum ${name} { A = ${this.literal()}, B }`,
      `export async function ${name}() { return ${this.expression()}; }`,
      `const ${local} = ${this.literal()}; export { ${local} as ${name} };`,
      `function ${local}() { return ${this.expression()}; } export { ${local} as ${name} };`,
      `export let ${name} = ${this.literal()}; export function ${local}() { ${name}++; return ${name}; }`,
      `export function ${name}() { return require('./m${this.random(count)}').${pick(this.random, names)}; }`,
    ]);
  }

  private literal(): string {
    return String(1 + this.random(90));
  }

  private expression(): string {
    const { random } = this;
    const target = this.target();
    const own = [...this.declared].filter((name) => name !== 'default');
    const [name, other] = [pick(random, names), pick(random, names)];
    const from = random(6) === 0 && this.hasCycles ? './index' : `./m${target}`;
    const forms: (() => string)[] = [() => this.literal()];
    if (own.length > 0) forms.push(() => `show(${pick(random, own)})`);
    forms.push(() =>
      this.withHead(
        "import manifest from './package.json';",
        `manifest.${pick(random, ['name', 'version'])}`,
      ),
    );
    forms.push(() => `require('./package.json').version`);
    if (target !== undefined) {
      const local = `i${target}${name}`;
      const all = `n${target}`;
      const imported = () =>
        this.withHead(`import { ${name} as ${local} } from '${from}';`, `show(${local})`);
      const member = () => this.withHead(`import * as ${all} from '${from}';`, `show(${all}.${name})`);
      forms.push(imported, imported, member, member);
      forms.push(() => this.withHead(`import * as ${all} from '${from}';`, `show(${all})`));
      forms.push(() =>
        this.withHead(`import * as ${all} from '${from}';`, `${all}.${name} === ${all}['${other}']`),
      );
      forms.push(() => this.withHead(`import d${target} from '${from}';`, `show(d${target})`));
    }
    return pick(random, forms)();
  }

  private withHead(head: string, expression: string): string {
    // Each name has one import.
    const name = / (?:as )?(\w+)(?: \})? from/.exec(head)![1]!;
    if (![...this.heads].some((one) => one !== head && new RegExp(`\\b${name}\\b`).test(one)))
      this.heads.add(head);
    return expression;
  }

  private target(): number | undefined {
    if (this.hasCycles && this.random(3) === 0) return this.random(count);
    return this.at === 0 ? undefined : this.random(this.at);
  }
}

function moveLine(lines: string[], at: number, random: Random): void {
  lines.splice(random(lines.length), 0, ...lines.splice(at, 1));
}

/** Increases the first number of a line. */
function withNextNumber(line: string): string {
  return line.replace(/\b\d+\b/, (digits) => String(Number(digits) + 1));
}

/** Changes one line of the sources. */
export function editSources(sources: Sources, random: Random): Sources {
  const path = pick(random, modulePaths);
  const lines = [...sources.modules.get(path)!];
  const at = random(lines.length);
  const added =
    path === 'p/index.js' || random(3) === 0
      ? reExport(random, random(path === 'p/index.js' ? count : Math.max(1, modulePaths.indexOf(path))))
      : `export function ${pick(random, [...names, 'z'])}() { return ${1 + random(90)}; }`;
  const line = lines[at] ?? added;
  switch (random(7)) {
    case 0:
      lines.splice(at, 1);
      break;
    case 1:
      moveLine(lines, at, random);
      break;
    case 2:
      lines.push(added);
      break;
    case 3:
      lines.unshift(added);
      break;
    case 4:
      lines[at] = withNextNumber(line);
      break;
    case 5:
      lines[at] = line.replace(/\b[a-e]\b/, () => pick(random, names));
      break;
    default:
      return { ...sources, manifest: JSON.stringify({ name: 'p', version: `1.0.${random(9)}` }) };
  }
  return { ...sources, modules: new Map([...sources.modules, [path, lines]]) };
}

const oddLines = [
  'exports.q = 1;',
  'exports.a = exports.b = 7;',
  'module.exports.a = 2;',
  'module.exports = { a: 3, b: 4 };',
  'Object.assign(exports, { a: 1 });',
  'exports["b"] = 3;',
  'for (const key in exports) log.push(key);',
  'Object.freeze(exports);',
  '(function () { if (this) this.a = 4; })();',
  'this.b = 5;',
  'log.push(Object.keys(this).join());',
  'if (log.length > 0) exports.a = 1;',
  'exports.a?.();',
  'log.push(exports.a, exports.b);',
  'delete exports.a;',
  'exports.a = 8;',
  'const o = exports;',
  'eval("exports.b = 9");',
  'var a = 1;',
  'arguments[0].c = 1;',
  'exports.__esModule = false;',
  '({ m: exports.a } = { m: 5 });',
  'exports.a++;',
  'Object.defineProperty(exports, "b", { enumerable: true, get: function () { return 4; } });',
  'Object.defineProperty(exports, "c", { enumerable: false, value: 4 });',
  'log.push(require("./m0").a);',
  'function later() { return require("./index").a; } log.push(show(later));',
];

/** Changes one line of compiled code. */
export function editCompiled(modules: Modules, random: Random): Map<string, string> {
  const path = pick(random, modulePaths);
  const lines = modules.get(path)!.trimEnd().split('\n');
  const at = random(lines.length);
  const line = lines[at]!;
  switch (random(7)) {
    case 0:
      lines.splice(at, 1);
      break;
    case 1:
      moveLine(lines, at, random);
      break;
    case 2:
      lines.splice(random(lines.length), 0, line);
      break;
    case 3:
      lines.splice(random(lines.length + 1), 0, pick(random, oddLines));
      break;
    case 4:
      lines[at] = withNextNumber(line);
      break;
    case 5: {
      const found = [...line.matchAll(/\b[a-e]\b/g)];
      if (found.length === 0) break;
      const one = pick(random, found);
      lines[at] = line.slice(0, one.index) + pick(random, names) + line.slice(one.index + 1);
      break;
    }
    default:
      lines[at] = line.replace(/\.\/m\d/, () => `./m${random(count)}`);
  }
  return new Map([...modules, [path, `${lines.join('\n')}\n`]]);
}
