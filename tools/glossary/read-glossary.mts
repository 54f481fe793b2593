import { splitWords } from './split-words.mts';

/** The content of docs/glossary.md. */
export interface Glossary {
  /** Every word of a term or of the lists of general words, in lower case. */
  readonly knownWords: ReadonlySet<string>;
  /** Further words that only types inside a package may be named with. */
  readonly internalWords: ReadonlySet<string>;
  /** Paths that define terms, relative to the folder `packages`. */
  readonly paths: readonly string[];
  /** Words or sequences of words that no text file may contain. */
  readonly retired: readonly RetiredTerm[];
  /** Words that only declared names and file names may not contain. */
  readonly retiredNames: readonly RetiredTerm[];
}

export interface RetiredTerm {
  readonly words: readonly string[];
  readonly replacement: string;
}

/** @throws Error if a section is missing or empty */
export function parseGlossary(markdown: string): Glossary {
  const terms = rowsOf(section(markdown, 'Terms'), 'term');
  const retired = section(markdown, 'Retired words');
  return {
    knownWords: new Set([
      ...terms.flatMap(([term = '']) => splitWords(term)),
      ...listedWords(markdown, 'General words'),
    ]),
    internalWords: new Set(listedWords(markdown, 'Words inside packages')),
    paths: terms.flatMap((cells) =>
      [...(cells[3] ?? '').matchAll(/`([^`]+)`/g)].map(([, path = '']) => path),
    ),
    retired: retiredTerms(rowsOf(retired, 'retired')),
    retiredNames: retiredTerms(rowsOf(retired, 'retired in names')),
  };
}

function listedWords(markdown: string, title: string): string[] {
  const lists = [...section(markdown, title).matchAll(/```\n(.*?)```/gs)];
  if (lists.length === 0) throw new Error(`docs/glossary.md has no list of words in the section "${title}"`);
  return lists.flatMap(([, list = '']) => splitWords(list));
}

function section(markdown: string, title: string): string {
  const found = markdown.split(/^## /m).find((one) => one.startsWith(`${title}\n`));
  if (found === undefined) throw new Error(`docs/glossary.md has no section "${title}"`);
  return found;
}

/** The cells of all tables whose first column has this title. */
function rowsOf(text: string, firstColumn: string): string[][] {
  const tables = text.split(/\n\s*\n/).filter((block) => block.startsWith(`| ${firstColumn} |`));
  const rows = tables.flatMap((table) => table.split('\n').slice(2));
  const cells = rows.filter((row) => row.startsWith('|')).map((row) => row.split('|').slice(1, -1));
  if (cells.length === 0) throw new Error(`docs/glossary.md has no table with the column "${firstColumn}"`);
  return cells.map((row) => row.map((cell) => cell.trim()));
}

function retiredTerms(rows: readonly string[][]): RetiredTerm[] {
  return rows.flatMap(([terms = '', replacement = '']) =>
    terms.split(',').map((term) => ({ words: splitWords(term), replacement })),
  );
}
