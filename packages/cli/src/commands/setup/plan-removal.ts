import { printable } from '@nx-testmon/core';
import { parseJsonText, setInJson, withoutIgnoredStore } from '@nx-testmon/engine/workspace-setup';
import { runsTestmon, scriptsOf } from '../../workspace/package-scripts';
import { COMMAND } from './plan-setup';
import { removeFromTurbo, removeRecords } from './turbo-tasks';
import type { PackageText, SetupPlan, WorkspaceTexts } from './workspace-texts';

/**
 * The changes of `testmon remove`, which undoes what `testmon init` adds. Scripts that do more are listed.
 */
export function planRemoval({ packages, turbo, gitignore }: WorkspaceTexts): SetupPlan {
  const scripts = packages.map(withoutScripts);
  const others = [
    ...(turbo === undefined
      ? []
      : [{ before: turbo, text: removeFromTurbo(turbo.text), what: 'removed the entries of nx-testmon' }]),
    ...packages.flatMap(({ turbo: before }) =>
      before === undefined
        ? []
        : [{ before, text: removeRecords(before.text), what: 'removed the entries of nx-testmon' }],
    ),
    { before: gitignore, text: withoutIgnoredStore(gitignore.text), what: 'removed .testmon/' },
  ].filter(({ before, text }) => text !== before.text);
  return {
    files: [
      ...scripts.flatMap(({ path, text, removed }) => (removed.length === 0 ? [] : [{ path, text }])),
      ...others.map(({ before, text }) => ({ path: before.path, text })),
    ],
    changes: [
      ...scripts.flatMap(({ path, removed }) =>
        removed.map((name) => printable(`${path}: removed the script ${name}.`)),
      ),
      ...others.map(({ before, what }) => printable(`${before.path}: ${what}.`)),
    ],
    advice: scripts.flatMap(({ path, kept }) =>
      kept.map(([name, script]) => printable(`The script ${name} of ${path}: ${script}`)),
    ),
  };
}

interface RemovedScripts {
  readonly path: string;
  readonly text: string;
  readonly removed: readonly string[];
  /** Scripts that do more than run `testmon`. */
  readonly kept: readonly (readonly [string, string])[];
}

function withoutScripts({ path, text: before }: PackageText): RemovedScripts {
  const scripts = Object.entries(scriptsOf(parseJsonText(before)));
  const removed = scripts.filter(([, script]) => script === COMMAND).map(([name]) => name);
  const isEmpty = removed.length > 0 && removed.length === scripts.length;
  const text = isEmpty
    ? setInJson(before, ['scripts'], undefined)
    : removed.reduce((edited, name) => setInJson(edited, ['scripts', name], undefined), before);
  return { path, text, removed, kept: scripts.filter(([, one]) => one !== COMMAND && runsTestmon(one)) };
}
