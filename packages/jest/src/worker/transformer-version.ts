import { readFileSync } from 'node:fs';
import { digestParts } from '@nx-testmon/core';
import { untraced } from '@nx-testmon/runner';

/**
 * A part of the cache key of compiled output: the code of the transformer, if it is code of the workspace.
 * Jest leaves this to the transformer, and most transformers only include their options and the versions of
 * packages.
 *
 * @param path of the transformer's module, which is loaded
 * @param isOwn whether a file is code of the workspace
 */
export function versionOfTransformer(path: string, isOwn: (file: string) => boolean): string {
  if (!isOwn(path)) return '';
  const loaded = require.cache[path];
  // The imports of an ECMAScript module can't be read, so its results are only used in this process.
  if (loaded === undefined || isNamespace(loaded.exports)) return `${process.pid} ${process.hrtime.bigint()}`;
  const files = [...withChildren(loaded, new Map()).keys()].filter(isOwn).sort();
  return untraced(() => digestParts(files.map((file) => readFileSync(file, 'utf8'))));
}

function withChildren(module: NodeModule, found: Map<string, NodeModule>): ReadonlyMap<string, NodeModule> {
  found.set(module.filename, module);
  for (const child of module.children) if (!found.has(child.filename)) withChildren(child, found);
  return found;
}

function isNamespace(exports: unknown): boolean {
  return Object.prototype.toString.call(exports) === '[object Module]';
}
