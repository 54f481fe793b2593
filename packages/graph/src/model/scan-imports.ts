import type { ModuleImport } from '@nx-testmon/core';

const patterns = [
  /\bfrom\s*['"]([^'"\n]+)['"]/g,
  /\bimport\s*['"]([^'"\n]+)['"]/g,
  /\b(?:import|require)\s*\(\s*['"]([^'"\n]+)['"]/g,
  /@(?:import|use|forward)\s+(?:url\(\s*)?['"]?([^'"\s;)]+)/g,
  /\burl\(\s*['"]?([^'")\s]+)/g,
  /\bsrc\s*=\s*['"]([^'"\n]+)['"]/g,
];

/** Whatever looks like an import in a text that can't be parsed as a module; finding too many is safe. */
export function scanImports(text: string): ModuleImport[] {
  const specifiers = patterns.flatMap((pattern) => [...text.matchAll(pattern)].map((match) => match[1]!));
  const files = specifiers.filter((specifier) => !/^(data:|https?:|\/\/|#)/.test(specifier));
  return [...new Set(files)].map((specifier) => ({ specifier, kind: 'value' }));
}
