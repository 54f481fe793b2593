import type { ModuleModel } from './module-model';

type Check = (value: unknown) => boolean;

/**
 * A model as it was read from a cache; `undefined` for what is none: it may be damaged, or come from anywhere.
 * Written out, because a run reads thousands of them, and loading a schema library takes longer than that.
 */
export function validateModel(value: unknown): ModuleModel | undefined {
  return isModel(value) ? (value as ModuleModel) : undefined;
}

const isText: Check = (value) => typeof value === 'string';
const isFlag: Check = (value) => typeof value === 'boolean';

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const oneOf = (words: readonly unknown[]): Check => words.includes.bind(words);

const optional =
  (isSound: Check): Check =>
  (value) =>
    value === undefined || isSound(value);

const listOf =
  (isSound: Check): Check =>
  (value) =>
    Array.isArray(value) && value.every((one) => isSound(one));

const recordOf =
  (isSound: Check): Check =>
  (value) =>
    isObject(value) && Object.values(value).every(isSound);

const objectOf = (fields: Readonly<Record<string, Check>>): Check => {
  const checks = Object.entries(fields);
  return (value) => isObject(value) && checks.every(([name, isSound]) => isSound(value[name]));
};

const isBinding = objectOf({ specifier: isText, name: isText });
const isLocal = objectOf({ kind: oneOf(['local']), name: isText });
const isHop = objectOf({ kind: oneOf(['hop']), specifier: isText, name: isText });

const isBlock = objectOf({
  name: isText,
  parent: optional(isText),
  hash: isText,
  eager: oneOf(['no', 'reads', 'shape', 'yes']),
  references: listOf(objectOf({ name: isText, member: optional(isText), use: oneOf(['value', 'heritage']) })),
  dependencies: listOf(objectOf({ kind: oneOf(['import', 'mock', 'glob', 'asset']), specifier: isText })),
  fallbackCauses: listOf(oneOf(['computed-import', 'starts-process', 'evaluates-code'])),
});

const isModel = objectOf({
  kind: oneOf(['module', 'whole-file']),
  contentHash: isText,
  keys: optional(recordOf(isText)),
  parseError: optional(isText),
  pragmas: listOf(isText),
  imports: listOf(objectOf({ specifier: isText, kind: oneOf(['value', 'elidable', 'type']) })),
  bindings: recordOf(isBinding),
  declarations: recordOf(isText),
  exports: recordOf((value) => isLocal(value) || isHop(value)),
  stars: listOf(isText),
  commonJs: isFlag,
  readsFiles: isFlag,
  blocks: listOf(isBlock),
});
