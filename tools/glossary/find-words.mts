import type { RetiredTerm } from './read-glossary.mts';
import { splitWords } from './split-words.mts';

/** The retired words that a text holds, each with its replacement; in identifiers, too, and across line ends. */
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

/** The words of a name that are not known; a plural is known where its singular is. */
export function findUnknownWords(name: string, known: ReadonlySet<string>): string[] {
  return splitWords(name).filter((word) => !forms(word).some((form) => known.has(form)));
}

function forms(word: string): string[] {
  return [word, word.replace(/s$/, ''), word.replace(/es$/, ''), word.replace(/ies$/, 'y')];
}
