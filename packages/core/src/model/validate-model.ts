import { isObject } from '../is-object';
import { fallbackCauses, type ModuleModel } from './module-model';

type Check = (value: unknown) => boolean;

/**
 * Validates a model from a cache, which may be damaged or of any origin. Hand-written, because a run reads thousands
 * of models, and loading a schema library takes longer than validating them.
 *
 * @returns `undefined` for a value that is not a model
 */
export function validateModel(value: unknown): ModuleModel | undefined {
  return isModel(value) ? (value as ModuleModel) : undefined;
}

const isText: Check = (value) => typeof value === 'string';
const isFlag: Check = (value) => typeof value === 'boolean';

const oneOf = (words: readonly unknown[]): Check => words.includes.bind(words);

const optional =
  (isValid: Check): Check =>
  (value) =>
    value === undefined || isValid(value);

const listOf =
  (isValid: Check): Check =>
  (value) =>
    Array.isArray(value) && value.every((one) => isValid(one));

const recordOf =
  (isValid: Check): Check =>
  (value) =>
    isObject(value) && Object.values(value).every(isValid);

const objectOf = (fields: Readonly<Record<string, Check>>): Check => {
  const checks = Object.entries(fields);
  return (value) => isObject(value) && checks.every(([name, isValid]) => isValid(value[name]));
};

const isBinding = objectOf({
  specifier: isText,
  name: isText,
  isRequired: optional((value) => value === true),
});
const isLocal = objectOf({ kind: oneOf(['local']), name: isText });
const isHop = objectOf({ kind: oneOf(['hop']), specifier: isText, name: isText });

const isBlock = objectOf({
  name: isText,
  parent: optional(isText),
  hash: isText,
  eager: oneOf(['no', 'reads', 'shape', 'members', 'exports', 'yes']),
  references: listOf(
    objectOf({ name: isText, member: optional(isText), use: oneOf(['value', 'heritage', 'instance-check']) }),
  ),
  dependencies: listOf(
    objectOf({ kind: oneOf(['import', 'mock', 'glob', 'asset', 'names']), specifier: isText }),
  ),
  fallbackCauses: listOf(oneOf(fallbackCauses)),
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
  hasListedExports: optional((value) => value === true),
  loadsBetweenEffects: optional((value) => value === true),
  readsFiles: isFlag,
  receivesConfiguration: optional((value) => value === true),
  blocks: listOf(isBlock),
});
