import { printable } from '@nx-testmon/core';
import { parseJsonText, setInJson, withIgnoredStore } from '@nx-testmon/engine/workspace-setup';
import { runsTestmon, scriptsOf } from '../../workspace/package-scripts';
import { addRecords, addVariables, canListRecords } from './turbo-tasks';
import type { PackageText, SetupPlan, TextFile, WorkspaceTexts } from './workspace-texts';

export const COMMAND = 'testmon run';

/**
 * The changes of `testmon init`: a script that runs the tests if there is none, Turborepo's task `test`, and
 * `.gitignore`. An existing script is never changed, because nx-testmon finds the tests by it.
 */
export function planSetup({ packages, turbo, gitignore }: WorkspaceTexts): SetupPlan {
  const edited = packages
    .filter(({ root, hasTests }) => root === '.' || (turbo !== undefined && hasTests))
    .map((one) => ({ one, script: missingScript(one) }))
    .filter(({ script }) => script !== undefined)
    .map(({ one, script = '' }) => ({
      file: { path: one.path, text: setInJson(one.text, ['scripts', script], COMMAND) },
      change: `${one.path}: added the script ${script}.`,
    }));
  const withTests = packages.filter(({ hasTests }) => hasTests);
  const others = [
    ...(turbo === undefined ? [] : turboEdits(turbo, withTests)),
    { before: gitignore, text: withIgnoredStore(gitignore.text), what: 'added .testmon/' },
  ].filter(({ before, text }) => text !== before.text);
  return {
    files: [
      ...edited.map(({ file }) => file),
      ...others.map(({ before, text }) => ({ path: before.path, text })),
    ],
    changes: [
      ...edited.map(({ change }) => printable(change)),
      ...others.map(({ before, what }) => printable(`${before.path}: ${what}.`)),
    ],
    advice: adviceAboutScripts(packages, turbo !== undefined),
  };
}

interface TextEdit {
  readonly before: TextFile;
  readonly text: string;
  readonly what: string;
}

/** The variables of nx-testmon in the root `turbo.json`, and the records of each package in its own. */
function turboEdits(turbo: TextFile, withTests: readonly PackageText[]): readonly TextEdit[] {
  if (withTests.length === 0) return [];
  const listed = canListRecords(turbo.text) ? withTests : [];
  return [
    { before: turbo, text: addVariables(turbo.text), what: 'added env to the task test' },
    ...listed.flatMap(({ name, turbo: before }) =>
      before === undefined
        ? []
        : [{ before, text: addRecords(before.text, name), what: 'added outputs to the task test' }],
    ),
  ];
}

/** The name of the script that a package lacks; `undefined` if one of its scripts runs `testmon`. */
function missingScript({ text, root }: PackageText): string | undefined {
  const scripts = scriptsOf(parseJsonText(text));
  if (Object.values(scripts).some(runsTestmon)) return undefined;
  if (scripts['test'] === undefined || isPlaceholder(scripts['test'])) return 'test';
  // Turborepo runs the task `test` of the packages. A script with another name would not run in any of them.
  return root === '.' ? 'testmon' : undefined;
}

/** Lists the scripts `test` that still run everything. */
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
    `The \`test\` script in ${own.map(printable).join(', ')} does not use nx-testmon. To skip tests, change it to "${COMMAND}" and keep the old command as another script, such as \`test:all\`: without a test runner configuration, nx-testmon finds the tests by that script.`,
  ];
}

/** The script that `npm init` writes. */
function isPlaceholder(script: string): boolean {
  return script.includes('no test specified');
}
