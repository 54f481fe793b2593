import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { seededRandom } from '../../shared/random.mts';
import { expressionForms } from './expression-forms.mts';
import type { Abilities, Ability, Form } from './form.mts';
import { functionForms } from './function-forms.mts';
import { ProgramWriter } from './program-writer.mts';
import { statementForms } from './statement-forms.mts';

const inMain: readonly Ability[] = ['return', 'await', 'arguments', 'new.target'];
const DEPTH = 3;

/** The way in which a program runs. */
const programKinds = ['noStrict', 'strict', 'module'] as const;
type ProgramKind = (typeof programKinds)[number];

/**
 * Writes a folder with the structure of tc39/test262 and with generated programs. Each program logs what it
 * does. With enough programs, every form of syntax occurs.
 *
 * @param folder the folder to create
 */
export function writePrograms(folder: string, { seed, programs }: { seed: number; programs: number }): void {
  cpSync(join(import.meta.dirname, 'harness'), join(folder, 'harness'), { recursive: true });
  const tests = join(folder, 'test/language');
  mkdirSync(tests, { recursive: true });
  for (let number = 0; number < programs; number++) {
    writeFileSync(join(tests, `program-${number}.js`), writeProgram(seed, number));
  }
}

/** Number of programs that is needed for every form to occur. */
export const leastPrograms = Math.max(statementForms.length, expressionForms.length, functionForms.length);

function writeProgram(seed: number, number: number): string {
  const writer = new ProgramWriter(seededRandom(seed * 1_000_003 + number));
  const formOf = (list: readonly Form[]): Form => list[number % list.length]!;
  const forms = [formOf(statementForms), formOf(expressionForms), formOf(functionForms)];
  const kind = kindFor(forms, number);
  const sloppy: readonly Ability[] = kind === 'noStrict' ? ['sloppy'] : [];
  const abilities: Abilities = new Set([...inMain, ...sloppy]);
  const [statement, expression, ofFunction] = forms as [Form, Form, Form];
  const parts = [
    writer.writeStatement(statement, abilities, DEPTH),
    writer.writeExpression(expression, abilities, DEPTH),
    writer.writeStatement(ofFunction, abilities, DEPTH),
  ];
  const body = parts.map((part) => `await attempt(async () => {\n${part}\n});`).join('\n');
  const main = `async function main(a, b) {\n${body}\n}\n`;
  const rest = kind === 'module' ? moduleRest(number) : '';
  return `${frontMatter(kind)}${main}${rest}main(1, 'two').then(() => $DONE(), $DONE);\n`;
}

/** Some forms are only allowed in code that is not strict. */
function kindFor(forms: readonly Form[], number: number): ProgramKind {
  if (forms.some(({ needs }) => needs.includes('sloppy'))) return 'noStrict';
  return programKinds[number % programKinds.length]!;
}

function frontMatter(kind: ProgramKind): string {
  const flags = kind === 'strict' ? 'async' : `async, ${kind}`;
  return `/*---\nflags: [${flags}]\n---*/\n`;
}

/** Exports, and imports of the module itself. */
function moduleRest(number: number): string {
  return `import * as self from './program-${number}.js';
export default ${number % 2 === 0 ? 'function (a) { if (a) return 1; return 2; }' : 'class { m(a) { return a ? 1 : 2; } }'}
export const arrow = (a) => (a ? import.meta.missing : 1), { x = () => 2 } = {};
export { main as 'a name', main };
log(self.default, self.arrow(1), self.x(), typeof self['a name'], Object.keys(self));
import('./program-${number}.js').then((module) => log(module === self, module.arrow(0)), report);
`;
}
