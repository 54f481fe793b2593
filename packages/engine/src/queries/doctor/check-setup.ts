import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { count, type Problem, type Workspace } from '@nx-testmon/core';
import { describeStoreFile, openStoreSnapshot, refuseStore } from '@nx-testmon/store';
import { GitRepository } from '../../git/git-repository';
import { type StorePaths, storePaths } from '../../store/task-store';
import type { TaskIo } from '../../task/task-io';
import { parseJsonText } from '../../workspace-setup/edit-json';
import { checkBreakers } from './check-breakers';
import { checkCi, checkVariables } from './check-ci';
import { checkLockfiles } from './check-lockfiles';
import { checkVersions } from './check-versions';
import type { SetupCheck } from './setup-check';

export interface SetupRequest {
  readonly workspace: Workspace;
  /** Whether Nx or `package.json` files define the projects. */
  readonly kind: 'nx' | 'packages';
  /** Version of nx-testmon. */
  readonly version: string;
  readonly io: Pick<TaskIo, 'env' | 'clock' | 'nodeVersion'>;
}

/** Checks everything that all tasks of a workspace share. Writes nothing. */
export async function checkSetup({ workspace, kind, version, io }: SetupRequest): Promise<SetupCheck[]> {
  const { root } = workspace;
  const usesNx = kind === 'nx';
  const paths = storePaths(root, io.env);
  const store = await checkStore(paths, io.clock());
  const isMissing = store.problems.some((problem) => problem.kind === 'store-missing');
  const ci = checkCi(io.env, { database: paths.database, hasStore: !isMissing });
  return [
    ...checkVersions({ root, usesNx, nodeVersion: io.nodeVersion, ownVersion: version }),
    ...(usesNx ? [checkPlugin(root)] : []),
    // In CI, a missing store means that it was not restored, which has its own check.
    ...(isMissing && ci.length > 0 ? [] : [store]),
    ...checkBreakers(paths, io.clock()),
    ...(await checkRepository(root, io.env)),
    checkLockfiles(workspace, io),
    checkVariables(io.env),
    ...ci,
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
    return {}; // missing or not valid JSON, which Nx itself reports
  }
}

async function checkStore(paths: StorePaths, now: number): Promise<SetupCheck> {
  const refusal = refuseStore(paths);
  if (refusal) return { name: 'store', found: '', problems: [refusal] };
  const opened = await openStoreSnapshot({ file: paths.database, timeoutMs: 5_000, now });
  if (!opened.ok) return { name: 'store', found: '', problems: [opened.problem] };
  using snapshot = opened.snapshot;
  const suites = snapshot.suites().length;
  const { bytes = 0, version = 0 } = describeStoreFile(paths.database) ?? {};
  const size = `${(bytes / 1024 ** 2).toFixed(1)} MB`;
  return {
    name: 'store',
    found: `the store can be read: ${size}, schema ${version}, facts for ${count(suites, 'test configuration')}`,
    problems: [],
  };
}

/** Returns nothing if there is no git repository. */
async function checkRepository(root: string, env: SetupRequest['io']['env']): Promise<SetupCheck[]> {
  const opened = await GitRepository.open(root, env);
  if (!opened.ok) return [];
  const { repository } = opened;
  const isShallow = (await repository.git(['rev-parse', '--is-shallow-repository'])).trim() === 'true';
  return [
    { name: 'ignored', found: '.testmon is ignored by git', problems: await findInGit(repository, root) },
    {
      name: 'history',
      found: isShallow
        ? 'the clone is shallow, which is enough for `nx run-many`; `nx affected` and `testmon seed` need the base commit'
        : 'the clone has the whole history',
      problems: [],
    },
  ];
}

/** A path that git tracks is not ignored, whatever .gitignore says. */
async function findInGit(repository: GitRepository, root: string): Promise<Problem[]> {
  if (await repository.tracks('.testmon')) return [{ kind: 'store-committed', root }];
  const isIgnored = await repository.ignores('.testmon/testmondata.db');
  return isIgnored ? [] : [{ kind: 'store-not-ignored', root }];
}
