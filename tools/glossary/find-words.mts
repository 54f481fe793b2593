import type { RetiredTerm } from './read-glossary.mts';
import { splitWords } from './split-words.mts';

/** Finds the retired words in a text, each with its replacement, also in identifiers and across line ends. */
export function findRetiredWords(text: string, retired: readonly RetiredTerm[]): string[] {
  const words = splitWords(text);
  const first = new Set(retired.map((term) => term.words[0]));
  const found = words.flatMap((word, at) => {
    if (!first.has(word)) return [];
    const terms = retired.filter((term) => term.words.every((one, offset) => words[at + offset] === one));
    return terms.map((term) => `"${term.words.join(' ')}" (use: ${term.replacement})`);
  });
  return [...new Set(found)];
}

/** Finds the unknown words of a name. A plural is known if its singular is. */
export function findUnknownWords(name: string, known: ReadonlySet<string>): string[] {
  return splitWords(name).filter((word) => !forms(word).some((form) => known.has(form)));
}

function forms(word: string): string[] {
  return [word, word.replace(/s$/, ''), word.replace(/es$/, ''), word.replace(/ies$/, 'y')];
}
