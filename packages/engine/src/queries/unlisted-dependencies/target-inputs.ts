import { lockfileNames } from '@nx-testmon/core';
import picomatch from 'picomatch';
import type { NamedInputs, NxProjects } from './nx-projects';

/** Nx's default for a target without inputs. */
const defaultInputs: readonly unknown[] = ['default', '^default'];

/** Files that Nx always takes into account, for each task or as versions of packages. */
const alwaysInputs = new Set<string>([
  ...['nx.json', '.gitignore', '.nxignore', 'tsconfig.base.json', 'tsconfig.json'],
  ...lockfileNames,
]);

/** The filesets and variables that the inputs of one project stand for. */
interface ExpandedInputs {
  readonly filesets: string[];
  readonly variables: string[];
}

/** The inputs of a target, grouped by the projects whose files they name. */
interface SortedInputs {
  readonly own: readonly unknown[];
  readonly ofDependencies: readonly unknown[];
  readonly ofProjects: ReadonlyMap<string, readonly unknown[]>;
}

type PathMatcher = (path: string) => boolean;

/**
 * Finds which files and variables are inputs of a target, as Nx's hasher expands them: named inputs, those of
 * dependencies (`^`) and of named projects, tokens and exclusions. Outputs of other tasks, packages, commands
 * and parts of JSON files are left out.
 */
export class TargetInputs {
  private readonly variables = new Set<string>();
  /** By project: a fileset with `{projectRoot}` only applies to the files of that project. */
  private readonly ofProjects = new Map<string, PatternGroups>();
  private readonly ofWorkspace = new PatternGroups();

  /** @param dependencies direct and indirect dependencies of the project */
  constructor(
    private readonly projects: NxProjects,
    { project, target }: { readonly project: string; readonly target: string },
    dependencies: ReadonlySet<string>,
  ) {
    const { inputs = defaultInputs } = projects.nodes[project]?.data.targets?.[target] ?? {};
    const sorted = sortInputs(inputs);
    this.add(project, sorted.own);
    for (const dependency of dependencies) this.add(dependency, sorted.ofDependencies);
    for (const [other, some] of sorted.ofProjects) this.add(other, some);
  }

  /** @param project the project that contains the file */
  hasFile(path: string, project: string | undefined): boolean {
    if (alwaysInputs.has(path)) return true;
    const own = project === undefined ? undefined : this.ofProjects.get(project);
    return own?.match(path) === true || this.ofWorkspace.match(path);
  }

  hasVariable(name: string): boolean {
    return this.variables.has(name);
  }

  private add(project: string, inputs: readonly unknown[]): void {
    const data = this.projects.nodes[project]?.data;
    if (!data || inputs.length === 0) return;
    const named = { default: ['{projectRoot}/**/*'], ...this.projects.namedInputs, ...data.namedInputs };
    const { filesets, variables } = expandInputs(inputs, named);
    for (const name of variables) this.variables.add(name);
    const isOwn = (fileset: string) => /^!?\{projectRoot\}/.test(fileset);
    const own = filesets.filter(isOwn).map((fileset) => inWorkspace(fileset, project, data.root));
    const others = filesets.filter((fileset) => !isOwn(fileset));
    const known = this.ofProjects.get(project) ?? new PatternGroups();
    this.ofProjects.set(project, known);
    known.add(own);
    this.ofWorkspace.add(others.map((fileset) => inWorkspace(fileset, project, data.root)));
  }
}

/** Lists of patterns. Each is compiled on first use, because most projects are never checked. */
class PatternGroups {
  /** By their text, because projects share most of them. */
  private readonly groups = new Map<string, readonly string[]>();
  private readonly matchers = new Map<string, PathMatcher>();

  add(patterns: readonly string[]): void {
    if (patterns.length > 0) this.groups.set(patterns.join('\n'), patterns);
  }

  match(path: string): boolean {
    for (const [key, patterns] of this.groups) {
      const matcher = this.matchers.get(key) ?? matcherOf(patterns);
      this.matchers.set(key, matcher);
      if (matcher(path)) return true;
    }
    return false;
  }
}

function sortInputs(inputs: readonly unknown[]): SortedInputs {
  const own: unknown[] = [];
  const ofDependencies: unknown[] = [];
  const ofProjects = new Map<string, unknown[]>();
  for (const input of inputs) {
    if (typeof input === 'string') {
      if (input.startsWith('^')) ofDependencies.push(input.slice(1));
      else own.push(input);
      continue;
    }
    const { dependencies, projects, ...rest } = fieldsOf(input);
    if (dependencies === true || projects === 'dependencies') ofDependencies.push(rest);
    else if (projects === undefined || projects === 'self') own.push(rest);
    else
      for (const name of Array.isArray(projects) ? (projects as unknown[]) : [projects])
        if (typeof name === 'string') ofProjects.set(name, [...(ofProjects.get(name) ?? []), rest]);
  }
  return { own, ofDependencies, ofProjects };
}

function expandInputs(inputs: readonly unknown[], named: NamedInputs): ExpandedInputs {
  const expanded: ExpandedInputs = { filesets: [], variables: [] };
  const open = new Set<string>();
  const expand = (some: readonly unknown[]): void => {
    for (const input of some) {
      if (typeof input === 'string' && !(input in named)) {
        expanded.filesets.push(input);
        continue;
      }
      const { fileset, input: name, env } = typeof input === 'string' ? { input } : fieldsOf(input);
      if (typeof fileset === 'string') expanded.filesets.push(fileset);
      if (typeof env === 'string') expanded.variables.push(env);
      if (typeof name !== 'string' || open.has(name)) continue;
      open.add(name);
      expand(named[name] ?? []);
    }
  };
  expand(inputs);
  return expanded;
}

function fieldsOf(input: unknown): Readonly<Record<string, unknown>> {
  return typeof input === 'object' && input !== null ? (input as Record<string, unknown>) : {};
}

/** A fileset without tokens, relative to the workspace root. */
function inWorkspace(fileset: string, project: string, root: string): string {
  const [, not = '', path = ''] = /^(!?)(.*)$/s.exec(fileset) ?? [];
  const plain = path
    .replace('{projectRoot}', root || '.')
    .replace('{projectName}', project)
    .replace(/^\{workspaceRoot\}\//, '')
    .replace(/^\.\//, '');
  return `${not}${plain}`;
}

/** Nx compares files with all patterns together: an exclusion overrides every other pattern. */
function matcherOf(patterns: readonly string[]): PathMatcher {
  const compile = (some: readonly string[]) => picomatch([...some], { dot: true });
  const included = patterns.filter((pattern) => !pattern.startsWith('!'));
  const excluded = patterns.filter((pattern) => pattern.startsWith('!')).map((pattern) => pattern.slice(1));
  const isIncluded = included.length === 0 ? () => true : compile(included);
  const isExcluded = excluded.length === 0 ? () => false : compile(excluded);
  return (path) => isIncluded(path) && !isExcluded(path);
}
