import { joinWorkspacePath, TESTMON_EXECUTOR } from '@nx-testmon/core';
import picomatch from 'picomatch';
import { type InputsToJoin, joinInputs, type UnlistedInput } from './join-inputs';
import { type NxProjects, ProjectDependencies, projectFinder } from './nx-projects';
import { TargetInputs } from './target-inputs';
import type { TestFilesByUse, UsesOfTests } from './uses-of-tests';

/** A project whose code tests execute, but that is not a dependency of their project in Nx's graph. */
export interface UnlistedProject {
  readonly name: string;
  /** Test files that use its code, sorted. */
  readonly testFiles: readonly string[];
}

/** An environment variable that tests read. */
export interface VariableOfTests {
  readonly name: string;
  /** Test files that read it, sorted. */
  readonly testFiles: readonly string[];
  /** Whether it is an input of all nx-testmon targets of the project. */
  readonly isInput: boolean;
  /** Whether it had a value when one of these test files last ran. */
  readonly isSet: boolean;
}

/** What the tests of a project depend on without Nx knowing it. */
export interface UnlistedDependencies {
  readonly project: string;
  readonly inputs: readonly UnlistedInput[];
  readonly projects: readonly UnlistedProject[];
  /**
   * Projects that can't become dependencies, because they depend on this one. Their files are among the
   * inputs instead.
   */
  readonly cyclicProjects: readonly string[];
  readonly variables: readonly VariableOfTests[];
}

/** The files of a workspace that git does not ignore. */
export interface ListedFiles {
  readonly paths: readonly string[];
  isListed(path: string): boolean;
  /** Files in a folder and below it. */
  pathsIn(folder: string): readonly string[];
}

/**
 * Compares what tests use with what Nx knows: the inputs of nx-testmon targets, and dependencies between
 * projects. If tests use code of a project that is not a dependency, the project is unlisted if it can become
 * a dependency; otherwise its files are. Data files are always unlisted individually.
 */
export function findUnlisted(
  uses: readonly UsesOfTests[],
  projects: NxProjects,
  files: ListedFiles,
): UnlistedDependencies[] {
  const dependencies = new ProjectDependencies(projects);
  const projectOf = projectFinder(projects);
  return [...uses]
    .sort((one, other) => (one.project < other.project ? -1 : 1))
    .flatMap((one) => {
      const targets = targetsOf(projects, one.project);
      if (targets.length === 0) return [];
      return [
        new UnlistedFinder({ projects, dependencies, projectOf, files }, one.project, targets).find(one),
      ];
    });
}

/** Keeps one of several targets with the same inputs. */
function targetsOf({ nodes }: NxProjects, project: string): string[] {
  const own = Object.entries(nodes[project]?.data.targets ?? {}).filter(
    ([, { executor }]) => executor === TESTMON_EXECUTOR,
  );
  return [...new Map(own.map(([name, { inputs }]) => [JSON.stringify(inputs), name])).values()];
}

interface KnownWorkspace {
  readonly projects: NxProjects;
  /** Receives the added dependencies, so that two projects don't come to depend on each other. */
  readonly dependencies: ProjectDependencies;
  readonly projectOf: (path: string) => string | undefined;
  readonly files: ListedFiles;
}

class UnlistedFinder {
  private inputs: readonly TargetInputs[];
  private readonly added = new Map<string, Set<string>>();
  private readonly cyclic = new Set<string>();

  constructor(
    private readonly workspace: KnownWorkspace,
    private readonly project: string,
    private readonly targets: readonly string[],
  ) {
    this.inputs = this.readInputs();
  }

  find(uses: UsesOfTests): UnlistedDependencies {
    const { files } = this.workspace;
    const unknown = [...uses.files].filter(([path]) => files.isListed(path) && !this.isInput(path));
    for (const [path, testFiles] of unknown) this.addProjectOf(path, testFiles);
    if (this.added.size > 0) this.inputs = this.readInputs();
    return {
      project: this.project,
      inputs: joinInputs({
        files: new Map(unknown.filter(([path]) => !this.isInput(path))),
        ...this.unlistedFolders(uses),
      }),
      projects: sortedEntries(this.added).map(([name, testFiles]) => ({
        name,
        testFiles: [...testFiles].sort(),
      })),
      cyclicProjects: [...this.cyclic].sort(),
      variables: sortedEntries(uses.variables).map(([name, testFiles]) => ({
        name,
        testFiles: [...new Set(testFiles)].sort(),
        isInput: this.inputs.every((inputs) => inputs.hasVariable(name)),
        isSet: uses.setVariables.has(name),
      })),
    };
  }

  private readInputs(): TargetInputs[] {
    const { projects, dependencies } = this.workspace;
    const { project } = this;
    const all = dependencies.of(project);
    return this.targets.map((target) => new TargetInputs(projects, { project, target }, all));
  }

  private isInput(path: string): boolean {
    const project = this.workspace.projectOf(path);
    return this.inputs.every((inputs) => inputs.hasFile(path, project));
  }

  /** Makes the project of a module a dependency, if it is not one yet and can become one. */
  private addProjectOf(path: string, testFiles: readonly string[]): void {
    const { projects, dependencies, projectOf } = this.workspace;
    const name = isCode(path) ? projectOf(path) : undefined;
    if (name === undefined || name === this.project) return;
    const known = this.added.get(name);
    if (known) {
      for (const testFile of testFiles) known.add(testFile);
      return;
    }
    // A project at the root contains every file that is in no other project.
    const isRoot = /^\.?\/?$/.test(projects.nodes[name]?.data.root ?? '');
    if (isRoot || dependencies.of(this.project).has(name) || this.isExcluded(name)) return;
    if (dependencies.of(name).has(this.project)) {
      this.cyclic.add(name);
      return;
    }
    dependencies.add(this.project, name);
    this.added.set(name, new Set(testFiles));
  }

  /** `!name` in the file of the project removes a dependency that Nx has found. */
  private isExcluded(name: string): boolean {
    const { implicitDependencies = [] } = this.workspace.projects.nodes[this.project]?.data ?? {};
    return implicitDependencies.includes(`!${name}`);
  }

  private unlistedFolders({ folders, trees, globs }: UsesOfTests): Omit<InputsToJoin, 'files'> {
    const { files } = this.workspace;
    const isUnlisted = (folder: string) => {
      // Every new file in the folder counts.
      const newFile = joinWorkspacePath(folder, 'new-file');
      return files.pathsIn(folder).length > 0 && !this.isInput(newFile);
    };
    const hasUnlisted = (glob: string) => {
      const matches = picomatch(glob, { dot: true });
      return files.paths.some((path) => matches(path) && !this.isInput(path));
    };
    return {
      folders: entriesWith(folders, isUnlisted),
      trees: entriesWith(trees, isUnlisted),
      globs: entriesWith(globs, hasUnlisted),
    };
  }
}

/** Code has its own dependencies; data does not. */
function isCode(path: string): boolean {
  return /\.[cm]?[jt]sx?$/.test(path);
}

function entriesWith(uses: TestFilesByUse, isWanted: (name: string) => boolean): TestFilesByUse {
  return new Map([...uses].filter(([name]) => isWanted(name)));
}

function sortedEntries<Value>(entries: ReadonlyMap<string, Value>): [string, Value][] {
  return [...entries].sort(([one], [other]) => (one < other ? -1 : 1));
}
