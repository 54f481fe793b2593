import { chooseRandom, type Random } from '../shared/random.mts';

const pieces = [
  '{',
  '}',
  '(',
  ')',
  '[',
  ']',
  ';',
  ',',
  '=>',
  '`',
  '${',
  "'",
  '"',
  '/*',
  '*/',
  '//',
  '\n',
  '\\',
  '\0',
  '\ud800',
  '#',
  'async ',
  'await ',
  'yield ',
  'static ',
  'get ',
  'class A extends ',
  'function* g() {',
  'export * from "./a";',
  'export default ',
  'import x from "./x";',
  'enum E { A',
  'declare ',
  'namespace N {',
  '@d() ',
  '<T>',
  '?.',
  '...',
  '0x',
  'return',
  'if (a) ',
  'switch (a) { case 1:',
  'try {',
  'catch {',
  'label: ',
  'var ',
  'new ',
  'super.',
  'using a = b;',
];

const randomIndex = (text: string, random: Random): number => Math.floor(random() * (text.length + 1));

/** Changes a text. */
type TextEdit = (text: string, random: Random) => string;

const edits: readonly TextEdit[] = [
  (text, random) => {
    const from = randomIndex(text, random);
    return text.slice(0, from) + text.slice(from + 1 + Math.floor(random() * 12));
  },
  (text, random) => {
    const where = randomIndex(text, random);
    return text.slice(0, where) + chooseRandom(pieces, random) + text.slice(where);
  },
  (text, random) => {
    const from = randomIndex(text, random);
    const part = text.slice(from, from + Math.floor(random() * 60));
    const where = randomIndex(text, random);
    return text.slice(0, where) + part + text.slice(where);
  },
  (text, random) => text.slice(0, randomIndex(text, random)),
  (text, random) => {
    const where = randomIndex(text, random);
    const next = text.slice(where).search(/[A-Za-z0-9_]/);
    if (next < 0) return text;
    const letter = String.fromCharCode(97 + Math.floor(random() * 26));
    return text.slice(0, where + next) + letter + text.slice(where + next + 1);
  },
];

/** Changes a text by one to four random edits. */
export function mutateText(text: string, random: Random): string {
  let mutated = text;
  for (let left = 1 + Math.floor(random() * 4); left > 0; left--)
    mutated = chooseRandom(edits, random)(mutated, random);
  return mutated;
}
