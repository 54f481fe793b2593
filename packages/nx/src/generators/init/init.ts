import type { Tree } from '@nx/devkit';
import { withIgnoredStore } from '@nx-testmon/engine/workspace-setup';
import { loadDevkit } from '../../load-devkit';
import { describeCoveredProjects } from './covered-projects';
import { editFile } from './edit-file';
import { addPlugin } from './plugin-entry';

/**
 * Registers the plugin in `nx.json` and ignores its data folder in git. `nx add nx-testmon` runs it. Existing
 * entries and options are kept, and so is the formatting of both files.
 *
 * @returns a function that prints the changes, the projects with targets, and the next steps, after the files
 * are written
 */
export default function initGenerator(tree: Tree): () => Promise<void> {
  const changes = [
    ...(addPlugin(tree) ? ['nx.json: added the plugin nx-testmon.'] : []),
    ...(editFile(tree, '.gitignore', withIgnoredStore) ? ['.gitignore: added .testmon/.'] : []),
  ];
  return () => printReport(tree.root, changes);
}

async function printReport(root: string, changes: readonly string[]): Promise<void> {
  const { getPackageManagerCommand, output } = loadDevkit();
  const { exec } = getPackageManagerCommand();
  const steps = [
    ['nx run-many -t testmon', 'run all tests and record their dependencies'],
    ['nx run-many -t testmon', 'after an edit: run only the affected tests'],
    ['nx run-many -t testmon --nocollect', 'the same without recording'],
    ['testmon select', 'list what would run and why'],
    ['testmon explain <test file>', 'show what a test file depends on'],
  ] as const;
  const title = changes.length > 0 ? 'nx-testmon is ready.' : 'Nothing to do: nx-testmon is set up.';
  output.log({
    title,
    bodyLines: [
      ...changes,
      ...(await describeCoveredProjects(root)),
      'Next steps:',
      ...steps.map(([command, meaning]) => `  ${exec} ${command.padEnd(36)} ${meaning}`),
    ],
  });
}
