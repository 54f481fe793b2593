import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import {
  type EnvironmentVariables,
  type Failure,
  failed,
  type ProblemOf,
  rethrowUnlessSystemError,
} from '@nx-testmon/core';

const run = promisify(execFile);
const maxOutput = 1024 ** 3;

export interface GitOptions {
  /** Absolute path; the workspace root by default. */
  readonly cwd?: string;
  /** Added to the variables of the environment. */
  readonly env?: EnvironmentVariables;
}

export type OpenedRepository =
  { readonly ok: true; readonly repository: GitRepository } | Failure<ProblemOf<'no-git-repository'>>;

/**
 * The repository that contains a workspace. Git writes nothing in it: without this, git would refresh its
 * index.
 */
export class GitRepository {
  readonly #workspaceRoot: string;
  readonly #env: EnvironmentVariables;
  /** Absolute path of the repository's root. */
  readonly top: string;

  private constructor(workspaceRoot: string, env: EnvironmentVariables, top: string) {
    this.#workspaceRoot = workspaceRoot;
    this.#env = env;
    this.top = top;
  }

  /** @param workspaceRoot absolute path */
  static async open(workspaceRoot: string, env: EnvironmentVariables): Promise<OpenedRepository> {
    try {
      const top = await runGit(['rev-parse', '--show-toplevel'], workspaceRoot, env);
      return { ok: true, repository: new GitRepository(workspaceRoot, env, top.trim()) };
    } catch (error) {
      return failed({ kind: 'no-git-repository', root: workspaceRoot, detail: firstLineOf(error) });
    }
  }

  /**
   * @returns the output of the command
   * @throws if the command fails; see {@link firstLineOf}
   */
  readonly git = (args: readonly string[], { cwd = this.#workspaceRoot, env }: GitOptions = {}) =>
    runGit(args, cwd, { ...this.#env, ...env });

  /**
   * @param name any name of a commit that git knows
   * @returns its full hash; `undefined` if there is no such commit
   */
  async findCommit(name: string): Promise<string | undefined> {
    try {
      return (
        await this.git(['rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`])
      ).trim();
    } catch (error) {
      rethrowUnlessGitError(error);
      return undefined;
    }
  }

  /** Whether a path, relative to the workspace root, is ignored. */
  async ignores(path: string): Promise<boolean> {
    try {
      await this.git(['check-ignore', '--quiet', path]);
      return true;
    } catch (error) {
      rethrowUnlessGitError(error);
      return false;
    }
  }

  /** Whether a path, relative to the workspace root, or a file below it is committed or staged. */
  async tracks(path: string): Promise<boolean> {
    return (await this.git(['ls-files', '-z', '--', path])) !== '';
  }

  /** Files that are neither committed nor ignored, below the working directory of the command. */
  async listUntracked(...pathspecs: readonly string[]): Promise<string[]> {
    return splitPaths(await this.git(['ls-files', '--others', '--exclude-standard', '-z', ...pathspecs]));
  }
}

async function runGit(args: readonly string[], cwd: string, env: EnvironmentVariables): Promise<string> {
  const options = { cwd, env: { ...env, GIT_OPTIONAL_LOCKS: '0' }, maxBuffer: maxOutput };
  return (await run('git', args, options)).stdout;
}

/** @param list paths, each followed by a NUL */
export function splitPaths(list: string): string[] {
  return list.split('\0').filter((path) => path !== '');
}

/** An error of git comes with what it has printed. One that is not of the system either is a bug and is thrown on. */
export function rethrowUnlessGitError(error: unknown): void {
  if (typeof (error as { readonly stderr?: unknown }).stderr !== 'string') rethrowUnlessSystemError(error);
}

/** The error message of git. */
export function firstLineOf(error: unknown): string {
  const { stderr, message } = error as { readonly stderr?: string; readonly message: string };
  return (stderr || message).trim().split('\n')[0] ?? '';
}
