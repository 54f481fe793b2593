import { posix } from 'node:path';
import { isObject } from '@nx-testmon/core';
import { appendInJson, parseJsonText, setInJson } from '@nx-testmon/engine/workspace-setup';
import { fieldOf, textsOf } from './workspace-texts';

const VARIABLES = 'NX_TESTMON_*';

/**
 * Edits a `turbo.json` so that the task `test` restores the records of nx-testmon and depends on its
 * variables, as docs/ci.md describes.
 *
 * @param roots of the packages with tests, relative to the workspace root
 */
export function addToTurbo(text: string, roots: readonly string[]): string {
  const json = parseJsonText(text);
  if (!isObject(json)) return text;
  // The name in Turborepo 1.
  const key = 'pipeline' in json && !('tasks' in json) ? 'pipeline' : 'tasks';
  const outputs = [...new Set(roots.map(recordsFrom))].sort();
  const task = fieldOf(json[key], 'test');
  const path = [key, 'test'];
  if (!isObject(task)) return setInJson(text, path, { dependsOn: ['^build'], outputs, env: [VARIABLES] });
  const added: (readonly [string, string])[] = [
    ...outputs
      .filter((one) => !textsOf(task['outputs']).includes(one))
      .map((one) => ['outputs', one] as const),
    ...(textsOf(task['env']).includes(VARIABLES) ? [] : [['env', VARIABLES] as const]),
  ];
  return added.reduce((edited, [list, value]) => appendInJson(edited, [...path, list], value), text);
}

function recordsFrom(root: string): string {
  return `${posix.relative(root, '.testmon/records')}/$TURBO_PACKAGE_NAME/**`;
}

/** Removes what {@link addToTurbo} adds to a task from a `turbo.json`. */
export function removeFromTurbo(text: string): string {
  const json = parseJsonText(text);
  let edited = text;
  for (const key of ['tasks', 'pipeline']) {
    const tasks = fieldOf(json, key);
    for (const [name, task] of Object.entries(isObject(tasks) ? tasks : {})) {
      for (const list of ['outputs', 'env']) {
        const values = textsOf(fieldOf(task, list));
        const kept = values.filter((one) => one !== VARIABLES && !one.includes('.testmon/records/'));
        if (kept.length < values.length)
          edited = setInJson(edited, [key, name, list], kept.length === 0 ? undefined : kept);
      }
    }
  }
  return edited;
}
