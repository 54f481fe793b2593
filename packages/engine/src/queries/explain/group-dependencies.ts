import { dirname } from 'node:path/posix';
import {
  type BlockId,
  type BlockKey,
  everyPackage,
  isBlockOf,
  type ModuleModel,
  parseBlockId,
  parsePackageRequest,
  type TestDependencies,
  type TestExecution,
} from '@nx-testmon/core';
import type {
  ExplainedConfiguration,
  DependenciesByKind,
  ExplainedFile,
  ExplainedGroup,
  ExplainedModule,
} from './test-file-explanation';

export interface DependenciesToExplain {
  readonly dependencies: TestDependencies;
  /** Modules that only the test runner loads. */
  readonly configurations: ReadonlySet<string>;
  /** Absent if it is unknown what the test file executes. */
  readonly execution: TestExecution | undefined;
  readonly modelOf: (path: string) => ModuleModel | undefined;
  /** @param request as `formatPackageRequest` writes it */
  readonly versionsOf: (request: string) => readonly string[];
}

/** Groups the blocks that a test file depends on by the kinds that users know. */
export function sortByKind(input: DependenciesToExplain): DependenciesByKind {
  const sorter = new DependencySorter(input);
  for (const path of input.dependencies.modules) sorter.addModule(path);
  for (const [block, hash] of input.dependencies.hashes) sorter.add(block, hash);
  return sorter.sorted();
}

class DependencySorter {
  private readonly modules = new Map<string, ExplainedModule>();
  private readonly files = new Map<string, ExplainedFile>();
  private readonly packages = new Map<string, Set<string>>();
  private readonly variables = new Set<string>();
  private readonly configuration = new Map<string, ExplainedConfiguration>();
  private readonly groups = new Map<string, ExplainedGroup>();

  constructor(private readonly input: DependenciesToExplain) {}

  add(block: BlockKey, hash: string): void {
    const id = parseBlockId(block);
    if (id) this.addBlock(id, hash);
  }

  addModule(path: string): void {
    if (this.input.configurations.has(path)) return this.addConfiguration({ path, kind: 'test runner' });
    if (this.modules.has(path)) return;
    const functions = functionsOf(this.input.modelOf(path));
    const names = this.input.execution?.executedBlocks?.get(path);
    const executed = names && functions.filter((name) => names.has(name));
    this.modules.set(path, { path, functions: functions.length, ...(executed ? { executed } : {}) });
  }

  sorted(): DependenciesByKind {
    return {
      basis: this.input.execution ? 'execution' : 'code',
      modules: sortedValues(this.modules),
      files: sortedValues(this.files),
      packages: sortedValues(
        new Map(
          [...this.packages].map(([name, versions]) => [name, { name, versions: [...versions].sort() }]),
        ),
      ),
      variables: [...this.variables].sort(),
      configuration: sortedValues(this.configuration),
      groups: sortedValues(this.groups),
    };
  }

  private addBlock(id: BlockId, hash: string): void {
    if (isBlockOf(id, 'code', 'loads')) return this.addModule(id.module);
    switch (id.kind) {
      case 'resolution':
        return this.addConfiguration({ path: id.module, kind: 'package fields' });
      case 'emit':
        return this.addConfiguration({ path: dirname(id.module), kind: 'compiler options' });
      case 'file':
      case 'read':
        // The current state decides: a test file can depend on a missing file until it is created.
        return this.addFile({ path: id.path, use: hash === 'missing' ? 'presence' : 'content' });
      case 'folder':
        return this.addFile({ path: `${id.path}/`, use: 'content' });
      case 'list':
        return this.addFile({ path: `${id.path}/`, use: 'names' });
      case 'find':
        return this.addFile({ path: id.path, use: 'presence' });
      case 'package':
        return this.addPackage(id.name);
      case 'variable':
        this.variables.add(id.name);
        return;
      case 'data':
        return this.addGroup({ kind: 'data', name: id.folder });
      case 'project':
        return this.addGroup({ kind: 'project', name: id.name });
      case 'declared':
        return this.addGroup({ kind: 'declared', name: id.glob });
      default:
        id satisfies never;
    }
  }

  private addConfiguration(one: ExplainedConfiguration): void {
    this.configuration.set(`${one.path}\0${one.kind}`, one);
  }

  /** If a file is used in several ways, its content is the strongest. */
  private addFile(one: ExplainedFile): void {
    if (this.input.dependencies.modules.has(one.path)) return;
    const known = this.files.get(one.path);
    if (known === undefined || one.use === 'content') this.files.set(one.path, one);
  }

  private addPackage(request: string): void {
    if (request === everyPackage) return this.addGroup({ kind: 'packages', name: everyPackage });
    const { name } = parsePackageRequest(request);
    const known = this.packages.get(name) ?? new Set();
    this.packages.set(name, known);
    for (const version of this.input.versionsOf(request)) known.add(version);
  }

  private addGroup(one: ExplainedGroup): void {
    this.groups.set(`${one.kind}\0${one.name}`, one);
  }
}

/** Names of the bodies of functions, without their branches, in source order. */
export function functionsOf(model: ModuleModel | undefined): readonly string[] {
  const blocks = model?.blocks ?? [];
  const parents = new Map(blocks.map(({ name, parent }) => [name, parent]));
  return blocks.flatMap(({ name, parent }) =>
    parent !== undefined && parents.get(parent) === undefined ? [name] : [],
  );
}

function sortedValues<Value>(byKey: ReadonlyMap<string, Value>): Value[] {
  return [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value);
}
