import { chooseRandom, type Random } from '../shared/random.mts';
import { literal, type Program, type ProgramFiles } from './program.mts';

/** Changes one thing in a program; `undefined` if there is nothing of its kind. */
type Edit = (program: Program, random: Random) => Program | undefined;

const isCode = (path: string): boolean => /\.ts$/.test(path) && !path.endsWith('.test.ts');
const isModule = (path: string): boolean => /^m\d+\.ts$/.test(path);

function withFile(program: Program, path: string, text: string): Program {
  return { ...program, files: new Map([...program.files, [path, text]]) };
}

function withoutFile(program: Program, path: string): Program {
  return { ...program, files: new Map([...program.files].filter(([other]) => other !== path)) };
}

function choosePath(
  files: ProgramFiles,
  random: Random,
  isWanted: (path: string) => boolean,
): string | undefined {
  const paths = [...files.keys()].filter(isWanted).sort();
  return paths.length === 0 ? undefined : chooseRandom(paths, random);
}

/** Changes the text of one random code file in which the change is possible. */
function editText(change: (text: string, random: Random, files: ProgramFiles) => string | undefined): Edit {
  return (program, random) => {
    const paths = [...program.files.keys()].filter(isCode).sort();
    while (paths.length > 0) {
      const path = chooseRandom(paths, random);
      paths.splice(paths.indexOf(path), 1);
      const before = program.files.get(path)!;
      const text = change(before, random, program.files);
      if (text !== undefined && text !== before) return withFile(program, path, text);
    }
    return undefined;
  };
}

/** Replaces one random match of a pattern. */
function replaceOne(pattern: RegExp, replacement: (found: string, random: Random) => string) {
  return (text: string, random: Random): string | undefined => {
    const found = [...text.matchAll(pattern)];
    if (found.length === 0) return undefined;
    const one = chooseRandom(found, random);
    return text.slice(0, one.index) + replacement(one[0], random) + text.slice(one.index + one[0].length);
  };
}

/** Changes the lines of a text at a random one of the wanted lines. */
function editLines(isWanted: (line: string) => boolean, change: (lines: string[], at: number) => void) {
  return (text: string, random: Random): string | undefined => {
    const lines = text.split('\n');
    const at = [...lines.keys()].filter((index) => isWanted(lines[index]!));
    if (at.length === 0) return undefined;
    change(lines, chooseRandom(at, random));
    return lines.join('\n');
  };
}

const isStatement = (line: string): boolean =>
  line.endsWith(';') && !/^\s*(import|export|let|return r)\b/.test(line);
const exportedName = /(?<=^export (?:async )?(?:const|function|class|enum) )\w+/gm;

function namesIn(files: ProgramFiles): string[] {
  return [...files].filter(([path]) => isCode(path)).flatMap(([, text]) => text.match(exportedName) ?? []);
}

/** All kinds of edits, by name. */
export const edits: Readonly<Record<string, Edit>> = {
  'changed literal': editText(
    replaceOne(/(?<![\w'./])\d+(?![\w'])/g, (found, random) => String(Number(found) + literal(random, 5))),
  ),
  'negated condition': editText(
    replaceOne(/===| > |<=/g, (found) => ({ '===': '!==', ' > ': ' <= ', '<=': '>' })[found]!),
  ),
  'deleted statement': editText(editLines(isStatement, (lines, at) => lines.splice(at, 1))),
  'moved statement': editText(
    editLines(isStatement, (lines, at) => lines.splice(Math.max(0, at - 1), 0, ...lines.splice(at, 1))),
  ),
  'moved import': editText(
    editLines(
      (line) => /^(import|export \*|export \{)/.test(line),
      (lines, at) => lines.unshift(...lines.splice(at, 1)),
    ),
  ),
  'added statement': editText(
    editLines(
      (line) => /^ +let r/.test(line),
      (lines, at) => lines.splice(at + 1, 0, '  r += 1;'),
    ),
  ),
  'added effect': editText(
    (text, random) => `${text}(globalThis as { added?: number }).added = ${literal(random)};\n`,
  ),
  'added import': editText((text, random, files) => {
    const path = choosePath(files, random, isModule);
    return path === undefined ? undefined : `import './${path.slice(0, -3)}';\n${text}`;
  }),
  'added export': editText((text, random, files) => {
    const names = namesIn(files).filter((name) => !new RegExp(`\\b${name}\\b`).test(text));
    if (names.length === 0) return undefined;
    return `${text}export const ${chooseRandom(names, random)} = (x: number): number => x + ${literal(random)};\n`;
  }),
  'removed export': editText(replaceOne(/^export (?=async|const|function|class|enum)/gm, () => '')),
  'renamed export': editText(replaceOne(exportedName, (name) => `${name}Renamed`)),
  'exchanged names': editText(
    replaceOne(/(?<=^export \{ )\w+ as \w+, \w+(?= as)/gm, (found) =>
      found.replace(/(\w+) as (\w+), (\w+)/, '$3 as $2, $1'),
    ),
  ),
  'changed import': editText((text, random, files) => {
    const path = choosePath(files, random, (one) => isModule(one) || one === 'index.ts') ?? 'index.ts';
    return replaceOne(/(?<=(?:from|import\() ?')\.\/(?:m\d+|index)(?=')/g, () => `./${path.slice(0, -3)}`)(
      text,
      random,
    );
  }),
  'type import': editText(replaceOne(/^import (?=\{)/gm, () => 'import type ')),
  'function made async': editText(replaceOne(/^export function/gm, () => 'export async function')),
  'overriding member': editText(
    editLines(
      (line) => /^export class/.test(line),
      (lines, at) => lines.splice(at + 1, 0, '  value(): number {', '    return 1;', '  }'),
    ),
  ),
  'conversion member': editText(
    editLines(
      (line) => /^export (class|const \w+ = \{)/.test(line),
      (lines, at) =>
        lines.splice(at + 1, 0, `  valueOf() { return 1; }${lines[at]!.includes('class') ? '' : ','}`),
    ),
  ),
  'early error': editText((text) => `${text}function unused() { let a = 1; let a = 2; return a; }\n`),
  'unresolvable import': editText((text) => `${text}export const unused = () => import('./nowhere');\n`),
  comment: editText(
    editLines(
      (line) => isStatement(line),
      (lines, at) => lines.splice(at, 0, '// A comment.'),
    ),
  ),
  'deleted module': (program, random) => {
    const path = choosePath(program.files, random, (one) => isCode(one) || one === 'data.txt');
    return path === undefined ? undefined : withoutFile(program, path);
  },
  'renamed module': (program, random) => {
    const path = choosePath(program.files, random, isModule);
    if (path === undefined) return undefined;
    return withFile(withoutFile(program, path), `renamed-${path}`, program.files.get(path)!);
  },
  'shadowing file': (program, random) => {
    const path = choosePath(
      program.files,
      random,
      (one) => isModule(one) || one === 'index.ts' || one === 'registry.ts',
    );
    if (path === undefined) return undefined;
    const names = program.files.get(path)!.match(exportedName) ?? [];
    const extension = chooseRandom(['.js', '.mjs', '.mts', '/index.ts', '.tsx', '.json'], random);
    const text = names.map((name) => `export const ${name} = () => ${literal(random)};\n`).join('');
    return withFile(program, path.replace(/\.ts$/, extension), extension === '.json' ? '{}' : text);
  },
  'changed data': (program, random) => {
    const path = choosePath(program.files, random, (one) => /\.(txt|json)$/.test(one));
    if (path === undefined) return undefined;
    const text = replaceOne(/\d+/g, (found) => String(Number(found) + 1))(program.files.get(path)!, random);
    return text === undefined ? undefined : withFile(program, path, text);
  },
  'added part': (program, random) =>
    withFile(program, `parts/p${literal(random)}.ts`, `export const value = ${literal(random)};\n`),
  'added or removed flag': (program) =>
    program.files.has('flag.txt')
      ? withoutFile(program, 'flag.txt')
      : withFile(program, 'flag.txt', 'a flag\n'),
  'changed variable': (program, random) => ({
    ...program,
    variable: program.variable === undefined || random() < 0.7 ? String(literal(random)) : undefined,
  }),
  'changed test': (program, random) => {
    const path = choosePath(program.files, random, (one) => one.endsWith('.test.ts'));
    if (path === undefined) return undefined;
    const text = replaceOne(/\((\d)\)/g, () => '(5)')(program.files.get(path)!, random);
    return text === undefined ? undefined : withFile(program, path, text);
  },
};
