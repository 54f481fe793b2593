import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { declaredNames } from './declared-names.mts';
import { exportedNames, exportedTypes } from './exported-names.mts';
import { findRetiredWords, findUnknownWords } from './find-words.mts';
import { parseGlossary } from './read-glossary.mts';
import { splitWords } from './split-words.mts';

const root = dirname(dirname(import.meta.dirname));
const glossary = parseGlossary(readFileSync(join(root, 'docs/glossary.md'), 'utf8'));
const allWords: ReadonlySet<string> = new Set([...glossary.knownWords, ...glossary.internalWords]);

/** Decisions and the changelog keep the words of their time; lockfiles, pictures and samples are not our prose. */
const exempt =
  /^(docs\/decisions\/|docs\/glossary\.md$|CHANGELOG\.md$|(.*\/)?package-lock\.json$|.*\.png$|tools\/glossary\/.*\.test\.mts$)|(^|\/)fixtures\//;

const files = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
  cwd: root,
  encoding: 'utf8',
})
  .split('\0')
  .filter((file) => file !== '' && !exempt.test(file) && existsSync(join(root, file)));

/** The text of a file without links to decisions, whose names are older than the glossary. */
function textOf(file: string): string {
  return readFileSync(join(root, file), 'utf8').replace(/decisions\/\d{4}-[\w-]+\.md/g, '');
}

function violations(names: readonly string[], find: (name: string) => readonly string[]): string[] {
  return names.flatMap((name) => {
    const found = find(name);
    return found.length === 0 ? [] : [`${name}: ${found.join(', ')}`];
  });
}

/** The source files of all exports of a package, including the exports of its folders. */
function entrySources(manifest: string): string[] {
  const { exports = {} } = JSON.parse(readFileSync(join(root, manifest), 'utf8')) as {
    readonly exports?: Readonly<Record<string, string | { readonly types: string }>>;
  };
  return Object.values(exports).flatMap((entry) =>
    typeof entry === 'string'
      ? []
      : [join(dirname(manifest), entry.types.replace('/dist/', '/src/').replace(/\.d\.ts$/, '.ts'))],
  );
}

describe('the glossary', () => {
  test('has terms, general words and retired words', () => {
    expect(glossary.knownWords.size).toBeGreaterThan(100);
    expect(glossary.retired.length).toBeGreaterThan(20);
    expect(glossary.retiredNames.length).toBeGreaterThan(5);
  });

  test('refers to existing paths', () => {
    expect(glossary.paths.length).toBeGreaterThan(40);
    expect(glossary.paths.filter((path) => !existsSync(join(root, 'packages', path)))).toEqual([]);
  });

  test('has no retired word as a known word', () => {
    const retired = [...glossary.retired, ...glossary.retiredNames].filter(({ words }) => words.length === 1);
    expect(retired.filter(({ words }) => allWords.has(words[0]!))).toEqual([]);
  });
});

describe('names', () => {
  const entries = files.filter((file) => /^packages\/[^/]+\/package\.json$/.test(file)).flatMap(entrySources);
  const sources = files.filter((file) => /^(packages\/[^/]+\/src|tools|e2e)\/.*\.m?ts$/.test(file));

  const ofPackages = sources.filter((file) => /^packages\/(?!.*\.(test|testing)\.ts$)/.test(file));
  const [ofCore, ofOthers] = [true, false].map((isCore) =>
    ofPackages.filter((file) => file.startsWith('packages/core/') === isCore),
  ) as [string[], string[]];

  test.each([
    ['packages', entries, 12],
    ['files of core', ofCore, 100],
  ])('exported names of the %s consist of known words', (_what, exporting, least) => {
    expect(exporting.length).toBeGreaterThan(least);
    const found = exporting.flatMap((file) => {
      const names = exportedNames(join(root, file)).filter((name) => /[a-z]/.test(name));
      return violations(names, (name) => findUnknownWords(name, glossary.knownWords)).map(
        (line) => `${file}: ${line}`,
      );
    });
    expect(found).toEqual([]);
  });

  // Types name the concepts of a package. The names of its functions and values consist of far more words, which
  // are clear in their place.
  test('types that the files of the other packages export consist of known words and words inside packages', () => {
    expect(ofOthers.length).toBeGreaterThan(300);
    const types = ofOthers.flatMap((file) => exportedTypes(join(root, file)));
    expect(types.length).toBeGreaterThan(500);
    expect(violations(types, (name) => findUnknownWords(name, allWords))).toEqual([]);
    const used = new Set(types.flatMap((name) => findUnknownWords(name, glossary.knownWords)));
    expect([...glossary.internalWords].filter((word) => !used.has(word))).toEqual([]);
  });

  const retired = [...glossary.retired, ...glossary.retiredNames];

  test('no declared name contains a retired word', () => {
    expect(sources.length).toBeGreaterThan(300);
    const fileOf = new Map(
      sources.flatMap((file) => declaredNames(join(root, file)).map((name) => [name, file] as const)),
    );
    const found = violations([...fileOf.keys()], (name) => findRetiredWords(name, retired)).map(
      (line) => `${line} in ${fileOf.get(line.slice(0, line.indexOf(':')))}`,
    );
    expect(found).toEqual([]);
  });

  test('no file name contains a retired word', () => {
    expect(violations(files, (file) => findRetiredWords(basename(file), retired))).toEqual([]);
  });
});

test('no text file contains a retired word', () => {
  expect(files.length).toBeGreaterThan(500);
  expect(violations(files, (file) => findRetiredWords(textOf(file), glossary.retired))).toEqual([]);
});

describe('words', () => {
  const retired = [
    { words: ['walk'], replacement: 'traversal' },
    { words: ['put', 'aside'], replacement: 'defer' },
  ];

  test('are the same in every notation', () => {
    for (const text of ['readNamedFile', 'read-named-file', 'READ_NAMED_FILE', 'Read named file.'])
      expect(splitWords(text)).toEqual(['read', 'named', 'file']);
    expect(splitWords('HTTPServer on arm64')).toEqual(['http', 'server', 'on', 'arm64']);
  });

  test.each(['a Walk through the graph', 'const walkInput = 1', 'records are put\n * aside', 'put-aside.ts'])(
    'a retired word is found in %j',
    (text) => expect(findRetiredWords(text, retired)).toHaveLength(1),
  );

  test.each(['sidewalk', 'walker', 'put it aside', 'set aside'])('no retired word is found in %j', (text) =>
    expect(findRetiredWords(text, retired)).toEqual([]),
  );

  test('an unknown word is found in a name, and a plural is known if its singular is', () => {
    const known = new Set(['dependency', 'test', 'file', 'class']);
    expect(findUnknownWords('TestFileDependencies', known)).toEqual([]);
    expect(findUnknownWords('TestClasses', known)).toEqual([]);
    expect(findUnknownWords('TestFileBlob', known)).toEqual(['blob']);
  });

  test('names are found at every depth of a module', () => {
    const names = declaredNames(join(import.meta.dirname, 'read-glossary.mts'));
    expect(names).toEqual(
      expect.arrayContaining(['Glossary', 'knownWords', 'parseGlossary', 'firstColumn', 'tables', 'cell']),
    );
  });

  test('types are found among the exports of a module', () => {
    const file = join(import.meta.dirname, 'read-glossary.mts');
    expect(exportedNames(file)).toEqual(['Glossary', 'RetiredTerm', 'parseGlossary']);
    expect(exportedTypes(file)).toEqual(['Glossary', 'RetiredTerm']);
  });

  test('a name that a module re-exports is one of its exports', () => {
    const core = exportedNames(join(root, 'packages/core/src/index.ts'));
    expect(core).toEqual(expect.arrayContaining(['ModuleModel', 'Fact', 'findDependencies']));
  });
});
