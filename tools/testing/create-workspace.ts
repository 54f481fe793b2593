import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { TemporaryFolder } from './temporary-folder';

/** This repository. The workspaces of tests use its installed packages. */
export const repository = join(__dirname, '../..');

const systemVariables = ['PATH', 'HOME', 'TMPDIR', 'TEMP', 'TMP', 'SystemRoot', 'USERPROFILE'];

/**
 * An environment with only the variables that every program needs, to find programs and the folder for
 * temporary files.
 */
export const systemEnvironment: Readonly<Record<string, string>> = Object.fromEntries(
  systemVariables.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value]];
  }),
);

/** Content by path relative to the workspace root. A value that is not a string is written as JSON. */
export type WorkspaceContent = Readonly<Record<string, unknown>>;

export interface WorkspaceOptions {
  /** Names of packages of this repository to link to, or `all` of them. */
  readonly packages?: 'all' | readonly string[];
}

export function writeFiles(root: string, files: WorkspaceContent): void {
  for (const [relative, content] of Object.entries(files)) {
    const file = join(root, relative);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  }
}

/** Links a path below a folder to any file or folder. */
export function linkTo(root: string, relative: string, target: string): void {
  mkdirSync(dirname(join(root, relative)), { recursive: true });
  symlinkSync(target, join(root, relative));
}

/** A workspace in a temporary folder. Its creator disposes of it. */
export class TestWorkspace extends TemporaryFolder {
  /** @throws Error if a link leads to the packages of this repository, which all tests share */
  write(files: WorkspaceContent): void {
    for (const relative of Object.keys(files)) this.assertOwn(relative);
    writeFiles(this.root, files);
  }

  private assertOwn(relative: string): void {
    let folder = dirname(this.path(relative));
    while (!existsSync(folder)) folder = dirname(folder);
    if (realpathSync(folder).startsWith(join(repository, 'node_modules')))
      throw new Error(`${relative} is in the node_modules of this repository: install packages one by one`);
  }

  read(relative: string): string {
    return readFileSync(this.path(relative), 'utf8');
  }

  /** Removes a file, or a folder with its content. */
  remove(relative: string): void {
    rmSync(this.path(relative), { recursive: true });
  }

  /** Links a path to any file or folder. */
  link(relative: string, target: string): void {
    linkTo(this.root, relative, target);
  }

  /** Links to packages that are installed in this repository. */
  install(packages: 'all' | readonly string[]): void {
    if (packages === 'all') this.link('node_modules', join(repository, 'node_modules'));
    else
      for (const name of packages) {
        this.link(`node_modules/${name}`, join(repository, 'node_modules', name));
      }
  }

  /** Every file and folder with its size and time, except the named folders. It shows every change. */
  snapshot(withoutFolders: readonly string[] = ['node_modules'], folder = ''): string[] {
    return readdirSync(this.path(folder), { withFileTypes: true })
      .filter(({ name }) => !withoutFolders.includes(name))
      .flatMap((entry) => {
        const relative = join(folder, entry.name);
        const { size, mtimeMs } = statSync(this.path(relative));
        const line = `${relative} ${size} ${mtimeMs}`;
        return entry.isDirectory() ? [line, ...this.snapshot(withoutFolders, relative)] : [line];
      });
  }
}

/** Creates a workspace with these files in a new temporary folder. */
export function createWorkspace(
  files: WorkspaceContent,
  { packages = [] }: WorkspaceOptions = {},
): TestWorkspace {
  const workspace = new TestWorkspace();
  workspace.install(packages);
  workspace.write(files);
  return workspace;
}
