import type { ModuleImport } from '@nx-testmon/core';

const imports = [
  /\bfrom\s*['"`]([^'"`\n]+)['"`]/g,
  /\bimport\s*['"]([^'"\n]+)['"]/g,
  /\b(?:import|require)\s*\(\s*['"`]([^'"`\n]+)['"`]/g,
  /<script\b[^>]*?\bsrc\s*=\s*['"]([^'"\n]+)['"]/g,
  /<(?:template|style)\b[^>]*?\bsrc\s*=\s*['"]([^'"\n]+)['"]/g,
];
const styleImports = [
  /@(?:import|use|forward|plugin|config|reference)\s+(?:\([^)]*\)\s*)?(?:url\(\s*)?['"]?([^'"\s;)]+)/g,
  /\burl\(\s*['"]?([^'")\s]+)/g,
  /\bcomposes\s*:[^;]*?\bfrom\s*['"]([^'"\n]+)['"]/g,
];

/**
 * Finds everything that looks like an import in a text that is not a module. A path in a style sheet is relative even
 * without `./`, but may also name a package. Paths of Sass partials leave out the underscore and the extension.
 *
 * @param path determines which extensions a style sheet may leave out
 */
export function scanImports(text: string, path: string): ModuleImport[] {
  const isMarkup = /\.(?:vue|svelte|astro|html|mdx)$/.test(path);
  const isStyle = /\.(?:css|scss|sass|less|styl)$/.test(path);
  const modules = isStyle ? [] : found(text, imports);
  const sheets = isStyle || isMarkup ? found(text, styleImports).flatMap(sheetSpecifiers) : [];
  return [...new Set([...modules, ...sheets])].map((specifier) => ({ specifier, kind: 'value' }));
}

function found(text: string, patterns: readonly RegExp[]): string[] {
  return patterns
    .flatMap((pattern) => [...text.matchAll(pattern)])
    .sort((a, b) => a.index - b.index)
    .map((match) => match[1]!)
    .filter((specifier) => !/^(?:data:|blob:|https?:|sass:|\/\/|#|\$|\{|@\{)/.test(specifier));
}

function sheetSpecifiers(specifier: string): string[] {
  const plain = specifier.replace(/^~/, '');
  const isPackage = specifier.startsWith('~') || plain.startsWith('@');
  const isPath = /^\.{0,2}\//.test(plain);
  const path = isPath ? plain : `./${plain}`;
  const slash = path.lastIndexOf('/') + 1;
  const partial = `${path.slice(0, slash)}_${path.slice(slash)}`;
  const hasEnding = /\.\w+$/.test(path.slice(slash));
  const paths = hasEnding
    ? [path, ...(/\.s[ac]ss$/.test(path) ? [partial] : [])]
    : [path, partial].flatMap((one) => [one, `${one}.scss`, `${one}.sass`, `${one}.less`, `${one}.css`]);
  if (isPackage) return isPath ? paths : [plain];
  return isPath || hasEnding ? paths : [...paths, plain];
}
