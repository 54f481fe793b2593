import { isAbsolute, relative, resolve, sep } from 'node:path';
import { storePaths } from '@nx-testmon/engine';
import type { CommandIo } from '../../../command-io';
import type { OpenedTargets } from '../../../targets/open-targets';
import { createRunTasks } from '../../run/find-run';
import type { WatchSettings } from '../rounds/round-messages';

/**
 * The files that nx-testmon itself writes outside of its own folder, as globs relative to the workspace root:
 * a moved database with the files beside it, and report files. Each round writes them, so they must not start
 * one.
 */
export function findWritten(found: OpenedTargets, settings: WatchSettings, io: CommandIo): string[] {
  const { root } = found.workspace;
  const quiet = { ...io, write: () => undefined };
  const created = createRunTasks(found, { ...settings, execId: 'none' }, quiet);
  const reportFiles = created.ok ? created.tasks.flatMap(({ task }) => task.options.reportFile ?? []) : [];
  return [`${storePaths(root, io.env).database}*`, ...new Set(reportFiles)]
    .map((file) => relative(root, resolve(root, file)))
    .filter((path) => path !== '' && !path.startsWith('..') && !isAbsolute(path))
    .map((path) => path.split(sep).join('/'));
}
