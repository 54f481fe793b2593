import { readdirSync, readFileSync, statSync } from 'node:fs';
import * as nodeModule from 'node:module';
import { join, relative } from 'node:path';
import { format, type Options } from 'prettier';
import { describe, expect, it } from 'vitest';
import { isModulePath } from './index';
import { everything, hashes, meaning, read } from './model.testing';

const root = join(__dirname, '../../../..');

function modulesIn(folder: string, inPackages: boolean): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      return !inPackages && /^(node_modules|dist|\.\w+)$/.test(entry.name) ? [] : modulesIn(path, inPackages);
    }
    return entry.isFile() && isModulePath(path) && statSync(path).size < 200_000 ? [path] : [];
  });
}

const own = ['packages', 'e2e', 'tools'].flatMap((folder) => modulesIn(join(root, folder), false));
const text = (path: string) => readFileSync(path, 'utf8');
const shown = (path: string) => relative(root, path);
const isScript = (path: string) =>
  /(?<!\.d)\.[cm]?ts$/.test(path) && read(text(path), path).kind === 'module';

describe('on real code', () => {
  it('every file of this repository is parsed', () => {
    const failed = own.filter(
      (path) => !path.includes('fixtures') && read(text(path), path).parseError !== undefined,
    );
    expect(own.length).toBeGreaterThan(100);
    expect(failed.map(shown)).toEqual([]);
  });

  it('block names are unique, every declaration has its block, and a model can be stored as JSON', () => {
    const packages = [
      'vitest',
      'fast-check',
      'eslint/lib',
      '@babel/types',
      'picomatch',
      'fast-glob',
      'yaml/dist',
    ];
    const foreign = packages.flatMap((name) => modulesIn(join(root, 'node_modules', name), true));
    expect(foreign.length).toBeGreaterThan(500);
    let [parents, declarations] = [0, 0];
    for (const path of [...own, ...foreign]) {
      const model = read(text(path), path);
      const names = new Set(model.blocks.map(({ name }) => name));
      expect(names.size, shown(path)).toBe(model.blocks.length);
      const ofBlocks = model.blocks.flatMap(({ parent }) => parent ?? []);
      // A whole-file model has no blocks.
      const declared = names.size === 0 ? [] : Object.values(model.declarations);
      expect(
        [...ofBlocks, ...declared].filter((name) => !names.has(name)),
        shown(path),
      ).toEqual([]);
      expect(JSON.parse(JSON.stringify(model)), shown(path)).toEqual(model);
      parents += ofBlocks.length;
      declarations += declared.length;
    }
    expect(parents).toBeGreaterThan(10_000);
    expect(declarations).toBeGreaterThan(10_000);
  });

  const formats: [string, Options][] = [
    [
      'short lines, without semicolons, operators first',
      {
        printWidth: 40,
        semi: false,
        trailingComma: 'none',
        arrowParens: 'avoid',
        quoteProps: 'preserve',
        experimentalOperatorPosition: 'start',
      },
    ],
    [
      'wide, tabs, double quotes, Windows line ends',
      {
        printWidth: 200,
        useTabs: true,
        endOfLine: 'crlf',
        quoteProps: 'consistent',
        bracketSpacing: false,
      },
    ],
  ];
  it('reformatting changes no hash', { timeout: 600_000 }, async () => {
    const sources = own.filter((path) => isScript(path)).map((path) => ({ path, source: text(path) }));
    expect(sources.length).toBeGreaterThan(100);
    for (const { path, source } of [{ path: 'a.js', source: everything }, ...sources]) {
      const before = hashes(source, path);
      for (const [name, options] of formats) {
        const all: Options = { ...options, filepath: path, embeddedLanguageFormatting: 'off' };
        expect(hashes(await format(source, all), path), `${shown(path)}: ${name}`).toEqual(before);
      }
    }
  });

  it('removing the types of a module changes no hash', () => {
    const { stripTypeScriptTypes } = nodeModule;
    const compared = own.filter(isScript).filter((path) => {
      const source = text(path);
      // Types count beside a decorator, because they may be emitted for it.
      if (/^\s*@\w+/m.test(source.replace(/\/\*[^]*?\*\//g, ''))) return false;
      let stripped: string;
      try {
        stripped = stripTypeScriptTypes(source);
      } catch {
        return false; // The types can't be removed: the code has an enum or a parameter property.
      }
      const [model, script] = [read(source, path), read(stripped, path)];
      const runtime = ({ blocks, bindings, declarations, exports }: typeof model) => ({
        blocks,
        bindings,
        declarations,
        exports,
      });
      expect(runtime(script), shown(path)).toEqual(runtime(model));
      return true;
    });
    expect(compared.length).toBeGreaterThan(100);
  });

  it('a model is the same each time', () => {
    for (const path of own.slice(0, 50))
      expect(meaning(read(text(path), path))).toEqual(meaning(read(text(path), path)));
  });
});
