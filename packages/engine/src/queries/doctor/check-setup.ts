import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { count, everyPackage, installationRoots, type Problem, type Workspace } from '@nx-testmon/core';
import { createModuleGraph, openWorkspaceFiles } from '@nx-testmon/graph';
import { openStoreSnapshot, refuseStore } from '@nx-testmon/store';
import { checkNodeVersion } from '@nx-testmon/store/node-version';
import { type StorePaths, storePaths } from '../../store/task-store';
import type { TaskIo } from '../../task/task';
import { parseJsonText } from '../../workspace-setup/edit-json';

/** Something that nx-testmon needs, and whether it is as it should be. */
export interface SetupCheck {
  readonly name: 'node' | 'plugin' | 'store' | 'ignored' | 'lockfile';
  /** The finding, if there is no problem. */
  readonly found: string;
  readonly problems: readonly Problem[];
}

export interface SetupRequest {
  readonly workspace: Workspace;
  /** Whether Nx or `package.json` files define the projects. */
  readonly kind: 'nx' | 'packages';
  readonly io: Pick<TaskIo, 'env' | 'now' | 'nodeVersion'>;
}

/** Checks what holds for all tasks of a workspace. Writes nothing. */
export async function checkSetup({ workspace, kind, io }: SetupRequest): Promise<SetupCheck[]> {
  const { root } = workspace;
  const unsupported = checkNodeVersion(io.nodeVersion);
  return [
    { name: 'node', found: `Node ${io.nodeVersion}`, problems: unsupported ? [unsupported] : [] },
    ...(kind === 'nx' ? [checkPlugin(root)] : []),
    await checkStore(storePaths(root, io.env), io.now()),
    ...checkIgnored(root),
    checkLockfiles(workspace, io),
  ];
}

function checkPlugin(root: string): SetupCheck {
  const file = join(root, 'nx.json');
  const { plugins } = readJson(file) as { readonly plugins?: unknown };
  const names = (Array.isArray(plugins) ? (plugins as unknown[]) : []).map((one) =>
    typeof one === 'string' ? one : (one as { readonly plugin?: unknown } | null)?.plugin,
  );
  const problems = names.includes('nx-testmon') ? [] : [{ kind: 'plugin-not-registered', file } as const];
  return { name: 'plugin', found: 'nx.json lists the plugin nx-testmon', problems };
}

function readJson(file: string): object {
  try {
    const value = parseJsonText(readFileSync(file, 'utf8'));
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}

async function checkStore(paths: StorePaths, now: number): Promise<SetupCheck> {
  const refusal = refuseStore(paths);
  if (refusal) return { name: 'store', found: '', problems: [refusal] };
  const opened = await openStoreSnapshot({ file: paths.database, timeoutMs: 5_000, now });
  if (!opened.ok) return { name: 'store', found: '', problems: [opened.problem] };
  using snapshot = opened.snapshot;
  const suites = snapshot.suites().length;
  return {
    name: 'store',
    found: `the store can be read and has facts for ${count(suites, 'suite')}`,
    problems: [],
  };
}

/** Nothing where there is no git repository. */
function checkIgnored(root: string): SetupCheck[] {
  const isIgnored = isIgnoredByGit(root, '.testmon/testmondata.db');
  if (isIgnored === undefined) return [];
  const problems = isIgnored ? [] : [{ kind: 'store-not-ignored', root } as const];
  return [{ name: 'ignored', found: '.testmon is ignored by git', problems }];
}

function isIgnoredByGit(root: string, path: string): boolean | undefined {
  try {
    execFileSync('git', ['check-ignore', '--quiet', path], { cwd: root, stdio: 'ignore' });
    return true;
  } catch (error) {
    return (error as { readonly status?: unknown }).status === 1 ? false : undefined;
  }
}

function checkLockfiles(workspace: Workspace, { now, env }: SetupRequest['io']): SetupCheck {
  const { root } = workspace;
  const files = openWorkspaceFiles({
    root,
    installationRoots: installationRoots(workspace),
    cache: { file: () => undefined, model: () => undefined },
    now,
  });
  const graph = createModuleGraph({ files, workspace, env });
  const lockfiles = graph.lockfiles();
  const problems: Problem[] = [
    ...(lockfiles.length === 0 ? [{ kind: 'lockfile-missing', root } as const] : []),
    ...lockfiles.flatMap(({ path, isReadable }) =>
      isReadable ? [] : [{ kind: 'lockfile-unreadable', path } as const],
    ),
    ...(graph.isInstalledAsLocked(everyPackage) ? [] : [{ kind: 'packages-not-as-locked', root } as const]),
  ];
  const found = `${lockfiles.map(({ path }) => path).join(', ')} can be read, and the installed packages match`;
  return { name: 'lockfile', found, problems };
}
