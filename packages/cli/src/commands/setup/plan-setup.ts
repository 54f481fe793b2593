import { printable } from '@nx-testmon/core';
import { parseJsonText, setInJson, withIgnoredStore } from '@nx-testmon/engine/workspace-setup';
import { addToTurbo } from './turbo-tasks';
import { type PackageText, scriptsOf, type SetupPlan, type WorkspaceTexts } from './workspace-texts';

export const COMMAND = 'testmon run';

/**
 * What `testmon init` changes: a script that runs the tests where there is none, the task `test` of Turborepo, and
 * `.gitignore`. A script that is there is never changed: the tests that it runs are told apart by it.
 */
export function planSetup({ packages, turbo, gitignore }: WorkspaceTexts): SetupPlan {
  const edited = packages
    .filter(({ root, hasTests }) => root === '.' || (turbo !== undefined && hasTests))
    .map((one) => ({ one, script: missingScript(one) }))
    .filter(({ script }) => script !== undefined)
    .map(({ one, script = '' }) => ({
      file: { path: one.path, text: setInJson(one.text, ['scripts', script], COMMAND) },
      change: `${one.path}: the script ${script} was added.`,
    }));
  const withTests = packages.filter(({ hasTests }) => hasTests);
  const roots = withTests.map(({ root }) => root);
  const others = [
    ...(turbo === undefined || roots.length === 0
      ? []
      : [{ before: turbo, text: addToTurbo(turbo.text, roots), what: 'the task test was extended' }]),
    { before: gitignore, text: withIgnoredStore(gitignore.text), what: '.testmon/ was added' },
  ].filter(({ before, text }) => text !== before.text);
  return {
    files: [
      ...edited.map(({ file }) => file),
      ...others.map(({ before, text }) => ({ path: before.path, text })),
    ],
    changes: [
      ...edited.map(({ change }) => printable(change)),
      ...others.map(({ before, what }) => `${before.path}: ${what}.`),
    ],
    advice: adviceAboutScripts(packages, turbo !== undefined),
  };
}

/** The name of the script that a package lacks; `undefined` if one of its scripts runs `testmon`. */
function missingScript({ text, root }: PackageText): string | undefined {
  const scripts = scriptsOf(parseJsonText(text));
  if (Object.values(scripts).some(runsTestmon)) return undefined;
  if (scripts['test'] === undefined || isPlaceholder(scripts['test'])) return 'test';
  // Turborepo runs the task `test` of the packages; another script would run in none.
  return root === '.' ? 'testmon' : undefined;
}

/** The scripts `test` that go on running everything. */
function adviceAboutScripts(packages: readonly PackageText[], hasTurbo: boolean): string[] {
  const own = packages.flatMap((one) => {
    const script = scriptsOf(parseJsonText(one.text))['test'];
    const counts = one.root === '.' ? !hasTurbo : hasTurbo && one.hasTests;
    return counts && script !== undefined && !isPlaceholder(script) && !runsTestmon(script)
      ? [`${one.path} (${script})`]
      : [];
  });
  if (own.length === 0) return [];
  return [
    `The script test skips nothing in ${own.map(printable).join(', ')}. To skip test files there, change it to "${COMMAND}". Keep the old command as another script, such as test:all: where there is no configuration, nx-testmon finds the tests by it.`,
  ];
}

export function runsTestmon(script: string): boolean {
  return /\btestmon\b/.test(script);
}

/** What `npm init` writes. */
function isPlaceholder(script: string): boolean {
  return script.includes('no test specified');
}
