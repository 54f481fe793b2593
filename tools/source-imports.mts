import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';

/**
 * The imports between the source files of a package, including imports of types, without tests.
 *
 * @param folder absolute path of the package's sources
 * @returns paths relative to the folder, with forward slashes
 */
export function readSourceImports(folder: string): ReadonlyMap<string, readonly string[]> {
  const files = readdirSync(folder, { encoding: 'utf8', recursive: true })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => /\.m?ts$/.test(path) && !/\.(test|testing)\.ts$/.test(path));
  const known = new Set(files);
  return new Map(
    files.map((file) => {
      const { importedFiles } = ts.preProcessFile(readFileSync(join(folder, file), 'utf8'));
      const paths = importedFiles.flatMap(({ fileName }) =>
        fileName.startsWith('.') ? [join(dirname(file), fileName).replaceAll('\\', '/')] : [],
      );
      return [file, paths.flatMap((path) => sourceAt(path, known) ?? [])];
    }),
  );
}

function sourceAt(path: string, known: ReadonlySet<string>): string | undefined {
  const candidates = [`${path}.ts`, `${path}/index.ts`, path.replace(/\.js$/, '.ts'), path];
  return candidates.find((candidate) => known.has(candidate));
}

/** A circle of imports, from a file back to itself; `undefined` if there is none. */
export function findImportCircle(imports: ReadonlyMap<string, readonly string[]>): string[] | undefined {
  const done = new Set<string>();
  const visit = (file: string, path: readonly string[]): string[] | undefined => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
    if (done.has(file)) return undefined;
    for (const target of imports.get(file) ?? []) {
      const circle = visit(target, [...path, file]);
      if (circle) return circle;
    }
    done.add(file);
    return undefined;
  };
  for (const file of imports.keys()) {
    const circle = visit(file, []);
    if (circle) return circle;
  }
  return undefined;
}
