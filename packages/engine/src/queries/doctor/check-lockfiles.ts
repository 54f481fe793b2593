import { everyPackage, installationRoots, type Problem, type Workspace } from '@nx-testmon/core';
import { createModuleGraph, openWorkspaceFiles, type WorkspaceFiles } from '@nx-testmon/graph';
import { modelReader } from '../../task/read-task/model-reader';
import type { TaskIo } from '../../task/task-io';
import type { SetupCheck } from './setup-check';

const packagesNamed = 5;

/** Checks whether the lockfiles can be read, and whether the installed packages have the locked versions. */
export function checkLockfiles(
  workspace: Workspace,
  { clock, env }: Pick<TaskIo, 'clock' | 'env'>,
): SetupCheck {
  const { root } = workspace;
  const files = openWorkspaceFiles({
    root,
    installationRoots: installationRoots(workspace),
    cache: { file: () => undefined, model: () => undefined },
    reader: modelReader,
    clock,
  });
  const graph = createModuleGraph({ files, workspace, env });
  const lockfiles = graph.lockfiles();
  const isAsLocked = graph.isInstalledAsLocked(everyPackage);
  const problems: Problem[] = [
    ...(lockfiles.length === 0 ? [{ kind: 'lockfile-missing', root } as const] : []),
    ...lockfiles.flatMap(({ path, isReadable }) =>
      isReadable ? [] : [{ kind: 'lockfile-unreadable', path } as const],
    ),
    ...(isAsLocked ? [] : [describeOutdated(root, files)]),
  ];
  const found = `${lockfiles.map(({ path }) => path).join(', ')} can be read, and the installed packages match`;
  return { name: 'lockfile', found, problems };
}

function describeOutdated(root: string, files: WorkspaceFiles): Problem {
  const outdated = files.problems.flatMap((one) => (one.kind === 'package-not-as-locked' ? [one] : []));
  const more = outdated.length - packagesNamed;
  return {
    kind: 'packages-not-as-locked',
    root,
    packages: [
      ...outdated
        .slice(0, packagesNamed)
        .map(({ name, installed, locked }) => `${name} ${installed} in place of ${locked}`),
      ...(more > 0 ? [`${more} more`] : []),
    ],
    command: outdated[0]?.command ?? 'npm install',
  };
}
