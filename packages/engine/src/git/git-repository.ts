import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { type Failed, failed, type ProblemOf } from '@nx-testmon/core';

const run = promisify(execFile);
const maxOutput = 1024 ** 3;

type Environment = Readonly<Record<string, string | undefined>>;

export interface GitOptions {
  /** Absolute path; otherwise the workspace root. */
  readonly cwd?: string;
  /** Added to the variables of the environment. */
  readonly env?: Environment;
}

export type OpenedRepository =
  { readonly ok: true; readonly repository: GitRepository } | Failed<ProblemOf<'no-git-repository'>>;

/** The repository in which a workspace lies. Git writes nothing there: it would otherwise refresh its index. */
export class GitRepository {
  readonly #workspaceRoot: string;
  readonly #env: Environment;
  /** Absolute path of the repository's root. */
  readonly top: string;

  private constructor(workspaceRoot: string, env: Environment, top: string) {
    this.#workspaceRoot = workspaceRoot;
    this.#env = env;
    this.top = top;
  }

  /** @param workspaceRoot absolute path */
  static async open(workspaceRoot: string, env: Environment): Promise<OpenedRepository> {
    const { git } = new GitRepository(workspaceRoot, env, workspaceRoot);
    try {
      const top = (await git(['rev-parse', '--show-toplevel'])).trim();
      return { ok: true, repository: new GitRepository(workspaceRoot, env, top) };
    } catch (error) {
      return failed({ kind: 'no-git-repository', root: workspaceRoot, detail: firstLineOf(error) });
    }
  }

  /** @returns what the command prints @throws where it fails; see {@link firstLineOf} */
  readonly git = async (args: readonly string[], options: GitOptions = {}): Promise<string> => {
    const { cwd = this.#workspaceRoot } = options;
    const env = { ...this.#env, GIT_OPTIONAL_LOCKS: '0', ...options.env };
    return (await run('git', args, { cwd, env, maxBuffer: maxOutput })).stdout;
  };

  /**
   * @param name any name of a commit that git knows
   * @returns its full hash; `undefined` where there is no such commit
   */
  async findCommit(name: string): Promise<string | undefined> {
    try {
      return (
        await this.git(['rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`])
      ).trim();
    } catch {
      return undefined;
    }
  }

  /** Files that are neither committed nor ignored, below the working directory of the command. */
  async listUntracked(...pathspecs: readonly string[]): Promise<string[]> {
    return splitPaths(await this.git(['ls-files', '--others', '--exclude-standard', '-z', ...pathspecs]));
  }
}

/** @param list paths, each with a NUL after it */
export function splitPaths(list: string): string[] {
  return list.split('\0').filter((path) => path !== '');
}

/** The error message of git. */
export function firstLineOf(error: unknown): string {
  const { stderr, message } = error as { readonly stderr?: string; readonly message: string };
  return (stderr || message).trim().split('\n')[0] ?? '';
}
