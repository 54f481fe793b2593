import picomatch from 'picomatch';
import { isDeclarationPath, isModulePath } from '../model/model-path';

/** Files that Vitest excludes from coverage by default, relative to the folder of a project. */
const neverCovered = [
  'coverage/**',
  'dist/**',
  '**/node_modules/**',
  '**/.*/**',
  '**/.*',
  'cypress/**',
  'test?(s)/**',
  'test?(-*).?(c|m)[jt]s?(x)',
  '**/*{.,-}{test,spec,bench,benchmark,cy}?(-d).?(c|m)[jt]s?(x)',
  '**/__{tests,mocks}__/**',
  '**/*.config.?(c|m)[jt]s',
  '**/vitest.{workspace,projects}.[jt]s',
];

/**
 * Checks whether a path is a source file whose coverage counts. The path is relative to the folder of its project.
 */
export type SourceFileMatcher = (path: string) => boolean;

/** Matches modules that are neither tests, mocks, declarations nor configurations. */
export function createSourceFileMatcher(): SourceFileMatcher {
  const isLeftOut = picomatch(neverCovered, { dot: true });
  return (path) => isModulePath(path) && !isDeclarationPath(path) && !isLeftOut(path);
}
