import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  digestParts,
  type InstrumentedModule,
  type Instrumenter,
  type InstrumenterCache,
} from '@nx-testmon/core';
import { parserLimitation } from '../model/early-errors/open-parser';
import { alignCode } from './align-code';
import { findPlainTexts } from './find-plain-texts';
import { insertProbes } from './insert-probes';
import { isSourceWithProbes } from './is-source-with-probes';
import { ProbeCache } from './probe-cache';
import { probeEnd } from './probe-code';

/**
 * Probes for a run, from the cache where it has them. The compiler is loaded only for a module that is new.
 *
 * @param kept where instrumented modules are kept; without it they are made anew
 */
export function openInstrumenter(kept?: InstrumenterCache): Instrumenter {
  const version = versionOfInstrumenter();
  if (kept === undefined) return { version, alignCode, findPlainTexts, insertProbes };
  const cache = new ProbeCache(kept);
  return {
    version,
    alignCode,
    findPlainTexts,
    insertProbes(text, path, id) {
      const key = digestParts([version, path, id, text]);
      const known = cache.read(key);
      if (known && isFromSource(known.module, text, id)) return known.module;
      const module = insertProbes(text, path, id);
      // Without a parser no module has probes. This is not cached, because the parser may be installed later.
      if (module || parserLimitation() === undefined) cache.write(key, module);
      return module;
    },
  };
}

/** Code from the cache is executed: only that which is the source with probes in it is taken. */
function isFromSource(module: InstrumentedModule | undefined, text: string, id: string): boolean {
  return module === undefined || isSourceWithProbes(module.code, text, id, module.blocks.length);
}

/**
 * Digest of the code that decides where probes go, so that no module is used with another instrumenter than its own. A
 * version number could be left unchanged by mistake.
 */
function versionOfInstrumenter(): string {
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
  return digestParts([probeEnd('', 0), ...texts]);
}
