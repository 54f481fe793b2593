import { spawnSync } from 'node:child_process';
import { lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const generated = /(^|\/)(node_modules|dist|build|coverage|tmp|\.[^/]+)\//;
const testFile = /(\.(test|spec|e2e|cy)\.[^/]+$)|(^|\/)__tests__\//;
const sourceFile = /(?<!\.d)\.[cm]?[jt]sx?$/;
const dataFile = /\.(json|ya?ml|csv|txt|sql|gql|graphql|html|svg|snap|snapshot)$/;
const configFile = /(^|\/)(vitest|vite|jest)(\.[\w-]+)*\.config\.[cm]?[jt]s$/;
const setupFile = /(^|\/)((vitest|jest|test)[.-])?setup([.-]?(tests?|vitest|jest))?\.[cm]?[jt]sx?$/;
/**
 * Files that Nx, npm, compilers or a build read. Damage to them ends the command and shows nothing about the
 * selection.
 */
const toolFile =
  /(^|\/)(package|project|nx|tsconfig[^/]*|[^/]*lock[^/]*|\.[^/]*)\.(json|ya?ml)$|\.config\.[cm]?[jt]s$|(^|\/)build\.[cm]?[jt]s$/;
const largest = 1_000_000;

/**
 * Determines which mutants a file can have. A test file has none, but shows which variables and function
 * texts are read.
 */
export type FileRole =
  'source' | 'setup' | 'config' | 'data' | 'manifest' | 'tsconfig' | 'script' | 'environment' | 'test';

export interface WorkspaceFile {
  /** Relative to the workspace. */
  readonly path: string;
  readonly role: FileRole;
  /** Path at which a new module would be found before this one by an import without an extension. */
  readonly shadowedBy?: string;
}

const projectManifest = /\/package\.json$/;
const environmentFile = /(^|\/)\.env(\.[\w-]+)*$/;
const projectTsconfig = /\/tsconfig(\.[\w-]+)?\.json$/;

/** @returns `undefined` for a file that is not used */
function roleOf(path: string, isExecutable: boolean): FileRole | undefined {
  if (generated.test(path)) return undefined;
  if (environmentFile.test(path)) return 'environment';
  if (configFile.test(path)) return 'config';
  if (projectManifest.test(path)) return 'manifest';
  if (projectTsconfig.test(path)) return 'tsconfig';
  if (toolFile.test(path)) return undefined;
  if (isExecutable) return 'script';
  if (dataFile.test(path)) return 'data';
  if (!sourceFile.test(path)) return undefined;
  if (testFile.test(path)) return 'test';
  return setupFile.test(path) ? 'setup' : 'source';
}

function listByGit(workspace: string): readonly string[] {
  const { status, stdout } = spawnSync(
    'git',
    ['ls-files', '-z', '--cached', '--others', '--exclude-standard'],
    { cwd: workspace, encoding: 'utf8', maxBuffer: 1e9 },
  );
  return status === 0 ? stdout.split('\0').filter(Boolean) : [];
}

function listOnDisk(workspace: string, folder = ''): readonly string[] {
  return readdirSync(join(workspace, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}${entry.name}`;
    if (!entry.isDirectory()) return [path];
    return generated.test(`${path}/`) ? [] : listOnDisk(workspace, `${path}/`);
  });
}

function isOrdinary(path: string): boolean {
  const stat = lstatSync(path, { throwIfNoEntry: false });
  return stat !== undefined && stat.isFile() && stat.size > 0 && stat.size < largest;
}

/**
 * The files that mutants may change: the ones that git lists, or the ones on disk if git lists none.
 *
 * @param isWanted whether to include a path relative to the workspace
 * @param testFiles paths of files that test runners ran as tests, whatever their names
 * @returns sorted by path, so that a seed gives the same mutants on every machine
 */
export function listWorkspaceFiles(
  workspace: string,
  isWanted: (path: string) => boolean,
  testFiles: ReadonlySet<string>,
): readonly WorkspaceFile[] {
  const fromGit = listByGit(workspace);
  const paths = fromGit.length > 0 ? fromGit : listOnDisk(workspace);
  const known = new Set(paths);
  return [...known]
    .sort()
    .filter((path) => isWanted(path) && isOrdinary(join(workspace, path)))
    .flatMap((path) => {
      const isExecutable = (lstatSync(join(workspace, path)).mode & 0o111) !== 0;
      const role = testFiles.has(path) ? 'test' : roleOf(path, isExecutable);
      const shadowedBy = /(?<!\.d)\.tsx?$/.test(path) ? path.replace(/\.tsx?$/, '.js') : undefined;
      if (role === undefined) return [];
      return [{ path, role, ...(shadowedBy === undefined || known.has(shadowedBy) ? {} : { shadowedBy }) }];
    });
}
