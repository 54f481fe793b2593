import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  digestParts,
  type InstrumentedModule,
  type Instrumenter,
  type InstrumenterCache,
  type InsertProbes,
  type RunnerSyntax,
} from '@nx-testmon/core';
import { parserLimitation } from '../model/early-errors/open-parser';
import { alignCode } from './align-code';
import { findPlainTexts } from './find-plain-texts';
import { insertProbes } from './insert-probes';
import { isSourceWithProbes } from './is-source-with-probes';
import { ProbeCache } from './probe-cache';
import { probeEnd } from './probe-code';

/**
 * Opens an instrumenter that uses the cache if possible. The compiler is loaded only for new modules.
 *
 * @param syntax of all test runners
 * @param kept the cache of instrumented modules; without it, every module is instrumented anew
 */
export function openInstrumenter(syntax: RunnerSyntax, kept?: InstrumenterCache): Instrumenter {
  const version = versionOfInstrumenter(syntax);
  const insert: InsertProbes = (text, path, id) => insertProbes(text, path, id, syntax);
  if (kept === undefined) return { version, alignCode, findPlainTexts, insertProbes: insert };
  const cache = new ProbeCache(kept);
  return {
    version,
    alignCode,
    findPlainTexts,
    insertProbes(text, path, id) {
      const key = digestParts([version, path, id, text]);
      const known = cache.read(key);
      if (known && isFromSource(known.module, text, id)) return known.module;
      const module = insert(text, path, id);
      // Without a parser no module has probes. This is not cached, because the parser may be installed later.
      if (module || parserLimitation() === undefined) cache.write(key, module);
      return module;
    },
  };
}

/** Code from the cache is executed. It is used only if it is the source with only probes added. */
function isFromSource(module: InstrumentedModule | undefined, text: string, id: string): boolean {
  return module === undefined || isSourceWithProbes(module.code, text, id, module.blocks.length);
}

/**
 * Digest of the code and the syntax that determine the positions of probes, so that each module is used only with the
 * instrumenter that wrote it. A version number could be left unchanged by mistake.
 */
function versionOfInstrumenter(syntax: RunnerSyntax): string {
  const own = [__dirname, join(__dirname, '../model')].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => /(?<!\.d)\.[jt]s$/.test(name))
      .sort()
      .map((name) => join(folder, name)),
  );
  const manifests = ['ts-morph', 'magic-string', 'oxc-parser'].map((name) =>
    require.resolve(`${name}/package.json`),
  );
  const texts = [...own, ...manifests].map((file) => readFileSync(file, 'utf8'));
  // Its names are elsewhere.
  return digestParts([probeEnd('', 0), JSON.stringify(syntax), ...texts]);
}
