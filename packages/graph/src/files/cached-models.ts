import { extname } from 'node:path';
import {
  digest,
  errorMessage,
  type FileCache,
  type ModuleModel,
  type Problem,
  validateModel,
} from '@nx-testmon/core';
import type { ModelReader } from '../model/model-reader';
import { wholeFileModel } from '../model/whole-file-model';
import { addProblem } from './add-problem';

/** Models of modules. Each is created from a text once and then read from the cache. */
export class CachedModels {
  /** Models to store, as JSON by key. */
  readonly newModels = new Map<string, string>();

  /** @param problems receives files that can't be read */
  constructor(
    private readonly reader: ModelReader,
    private readonly cache: Pick<FileCache, 'model'>,
    private readonly problems: Problem[],
  ) {}

  /**
   * Reads the model of a file.
   *
   * @param hash of the content
   * @param readContent reads the file; `undefined` if it can no longer be read
   */
  read(path: string, hash: string, readContent: () => Buffer | undefined): ModuleModel {
    if (!this.reader.isModulePath(path)) return wholeFileModel(hash);
    const key = modelKey(this.reader, path, hash);
    const known = parseModel(this.newModels.get(key) ?? this.cache.model(key), hash);
    if (known) return known;
    const content = readContent();
    if (!content) return wholeFileModel(hash);
    const text = content.toString('utf8');
    try {
      const model = this.reader.read(text, path);
      const limitation = model.parseError === undefined ? undefined : this.reader.limitation?.();
      if (limitation !== undefined) addProblem(this.problems, limitation);
      // The file may have changed since it was hashed. No model is stored under the key of another text.
      else if (digest(content) === hash) this.newModels.set(key, JSON.stringify(model));
      return model;
    } catch (error) {
      addProblem(this.problems, { kind: 'module-unreadable', path, detail: errorMessage(error) });
      return { ...this.reader.readUnparsed(text, path, errorMessage(error)), contentHash: hash };
    }
  }

  /** The model of a former text of a file, by the digest of the text; `undefined` if it is no longer cached. */
  former(path: string, contentHash: string): ModuleModel | undefined {
    return parseModel(this.cache.model(modelKey(this.reader, path, contentHash)), contentHash);
  }

  /**
   * A JSON value that depends only on its key and is slow to compute, cached beside the models. `undefined` is not
   * cached.
   *
   * @param isValid validates a cached value, which may be damaged or of any origin
   */
  derive<Value>(
    key: string,
    compute: () => Value | undefined,
    isValid: (value: unknown) => value is Value,
  ): Value | undefined {
    const known = parseCached(this.newModels.get(key) ?? this.cache.model(key));
    if (isValid(known)) return known;
    const value = compute();
    if (value !== undefined) this.newModels.set(key, JSON.stringify(value));
    return value;
  }
}

/** Key of a model in the cache. Equal texts with the same file extension have equal models. */
function modelKey(reader: ModelReader, path: string, contentHash: string): string {
  const extension = /\.d\.[cm]?ts$/.exec(path)?.[0] ?? extname(path);
  return `${reader.version}${extension}:${contentHash}`;
}

function parseModel(json: string | undefined, contentHash: string): ModuleModel | undefined {
  const model = validateModel(parseCached(json));
  return model?.contentHash === contentHash ? model : undefined;
}

/** A truncated or foreign cache is not an error: the value is computed again. */
function parseCached(json: string | undefined): unknown {
  if (json === undefined) return undefined;
  try {
    return JSON.parse(json) as unknown;
  } catch {
    return undefined;
  }
}
