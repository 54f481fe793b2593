import { folderOf, foldersUpward } from '@nx-testmon/core';

/** Inputs by name, as `nx.json` and the files of projects define them. */
export type NamedInputs = Readonly<Record<string, readonly unknown[]>>;

/** The part of an Nx project that defines which files and projects its targets know. */
interface NxProjectData {
  readonly root: string;
  readonly namedInputs?: NamedInputs | undefined;
  readonly implicitDependencies?: readonly string[] | undefined;
  readonly targets?:
    | Readonly<
        Record<
          string,
          { readonly executor?: string | undefined; readonly inputs?: readonly unknown[] | undefined }
        >
      >
    | undefined;
}

/** The projects of a workspace, as Nx lists them. They are not validated, because Nx created the list. */
export interface NxProjects {
  readonly nodes: Readonly<Record<string, { readonly data: NxProjectData }>>;
  readonly dependencies: Readonly<Record<string, readonly { readonly target: string }[]>>;
  /** The named inputs of `nx.json`. */
  readonly namedInputs: NamedInputs;
}

/** Finds the project that contains a path: the one with the longest root. */
export function projectFinder({ nodes }: NxProjects): (path: string) => string | undefined {
  const byRoot = new Map(Object.entries(nodes).map(([name, { data }]) => [normalRoot(data.root), name]));
  return (path) => {
    for (const folder of foldersUpward(folderOf(path) ?? '.')) {
      const project = byRoot.get(folder);
      if (project !== undefined) return project;
    }
    return undefined;
  };
}

function normalRoot(root: string): string {
  return root.replace(/\/+$/, '') || '.';
}

/** Dependencies between projects. More can be added. */
export class ProjectDependencies {
  private readonly direct: Map<string, Set<string>>;

  constructor({ nodes, dependencies }: NxProjects) {
    this.direct = new Map(
      Object.keys(nodes).map((name) => [
        name,
        new Set((dependencies[name] ?? []).map(({ target }) => target).filter((target) => target in nodes)),
      ]),
    );
  }

  /** The direct and indirect dependencies of a project. */
  of(project: string): ReadonlySet<string> {
    const found = new Set<string>();
    const open = [...(this.direct.get(project) ?? [])];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (found.has(next)) continue;
      found.add(next);
      open.push(...(this.direct.get(next) ?? []));
    }
    return found;
  }

  add(project: string, dependency: string): void {
    this.direct.get(project)?.add(dependency);
  }
}
