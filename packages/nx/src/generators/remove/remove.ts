import { join } from 'node:path';
import type { Tree } from '@nx/devkit';
import { withoutIgnoredStore } from '@nx-testmon/engine/workspace-setup';
import { editFile } from '../init/edit-file';
import { removePlugin } from '../init/plugin-entry';
import { removePipelines } from '../ci/pipelines';
import { loadDevkit } from '../../load-devkit';
import { unregisterGenerator } from '../sync/registered-generator';
import { findRemains } from './find-remains';
import { removeSyncedInputs } from './remove-synced-inputs';
import { removeTargets } from './remove-targets';

/**
 * Undoes the changes of the other generators: the plugin in `nx.json`, explicit targets, the inputs that
 * `sync` has found, unedited pipelines, and the line in `.gitignore`. The formatting of all files is kept.
 *
 * @returns a function that prints what was removed and what remains, after the files are written
 */
export default function removeGenerator(tree: Tree): () => void {
  const removed = [
    ...removeTargets(tree),
    ...removeSyncedInputs(tree),
    ...(unregisterGenerator(tree) ? ['nx.json: removed nx-testmon:sync from sync.globalGenerators.'] : []),
    ...(removePlugin(tree) ? ['nx.json: removed the plugin nx-testmon.'] : []),
    ...removePipelines(tree, join(__dirname, '../../../pipelines')).map((path) => `${path} was deleted.`),
    ...(editFile(tree, '.gitignore', withoutIgnoredStore) ? ['.gitignore: removed .testmon/.'] : []),
  ];
  const remains = findRemains(tree);
  return () => {
    const nothing = 'Nothing to do: no file of this workspace was changed.';
    loadDevkit().output.log({
      title: removed.length > 0 ? 'nx-testmon was removed from the files of this workspace.' : nothing,
      bodyLines: [...removed, 'Left to do:', ...remains.map((line) => `  ${line}`)],
    });
  };
}
