import { isObject } from '@nx-testmon/core';
import { appendInJson, parseJsonText, setInJson } from '@nx-testmon/engine/workspace-setup';
import { fieldOf, textsOf } from './workspace-texts';

const VARIABLES = 'NX_TESTMON_*';
/** Stands for the values of the root `turbo.json` in a list of a package. */
const INHERITED = '$TURBO_EXTENDS$';

/**
 * Edits the root `turbo.json` so that the task `test` depends on the variables of nx-testmon, as docs/ci.md
 * describes.
 */
export function addVariables(text: string): string {
  const json = parseJsonText(text);
  if (!isObject(json)) return text;
  const path = [isOfTurborepo1(json) ? 'pipeline' : 'tasks', 'test'];
  const task = fieldOf(json[path[0] ?? ''], 'test');
  if (!isObject(task)) return setInJson(text, path, { dependsOn: ['^build'], env: [VARIABLES] });
  return textsOf(task['env']).includes(VARIABLES) ? text : appendInJson(text, [...path, 'env'], VARIABLES);
}

/** Whether the packages can list their records. Turborepo 1 has no path that begins at the workspace root. */
export function canListRecords(rootText: string): boolean {
  const json = parseJsonText(rootText);
  return isObject(json) && !isOfTurborepo1(json);
}

function isOfTurborepo1(json: object): boolean {
  return 'pipeline' in json && !('tasks' in json);
}

/**
 * Edits the `turbo.json` of a package so that its task `test` restores the records of the package. The root
 * `turbo.json` can't list them, because `outputs` has no variable for the name of a package.
 *
 * @param text empty if the file does not exist
 * @param name of the package
 */
export function addRecords(text: string, name: string): string {
  const records = `$TURBO_ROOT$/.testmon/records/${name}/**`;
  const outputs = [INHERITED, records];
  if (text === '')
    return `${JSON.stringify({ extends: ['//'], tasks: { test: { outputs } } }, undefined, 2)}\n`;
  const json = parseJsonText(text);
  if (!isObject(json)) return text;
  const path = ['tasks', 'test', 'outputs'];
  const current = fieldOf(fieldOf(json['tasks'], 'test'), 'outputs');
  if (!Array.isArray(current)) return setInJson(text, path, outputs);
  return textsOf(current).includes(records) ? text : appendInJson(text, path, records);
}

/** Removes what {@link addVariables} and {@link addRecords} add to a task from a `turbo.json`. */
export function removeFromTurbo(text: string): string {
  const json = parseJsonText(text);
  let edited = text;
  for (const key of ['tasks', 'pipeline']) {
    const tasks = fieldOf(json, key);
    for (const [name, task] of Object.entries(isObject(tasks) ? tasks : {})) {
      for (const list of ['outputs', 'env']) {
        const values = textsOf(fieldOf(task, list));
        const kept = values.filter((one) => one !== VARIABLES && !one.includes('.testmon/records/'));
        const isEmpty = kept.every((one) => one === INHERITED);
        if (kept.length < values.length)
          edited = setInJson(edited, [key, name, list], isEmpty ? undefined : kept);
      }
    }
  }
  return edited;
}

/**
 * Removes what {@link addRecords} adds from the `turbo.json` of a package.
 *
 * @returns an empty text if nothing else is in the file
 */
export function removeRecords(text: string): string {
  const edited = removeFromTurbo(text);
  if (edited === text) return text;
  const json = parseJsonText(edited);
  const tasks = fieldOf(json, 'tasks');
  const others = Object.keys(isObject(tasks) ? tasks : {}).filter((name) => name !== 'test');
  const hasTest = Object.keys(Object(fieldOf(tasks, 'test')) as object).length > 0;
  if (hasTest) return edited;
  if (others.length > 0) return setInJson(edited, ['tasks', 'test'], undefined);
  const isBare = Object.keys(Object(json) as object).every((key) => bareKeys.includes(key));
  return isBare ? '' : setInJson(edited, ['tasks'], undefined);
}

/** Keys of a package's `turbo.json` that mean nothing without a task. */
const bareKeys: readonly string[] = ['$schema', 'extends', 'tasks'];
