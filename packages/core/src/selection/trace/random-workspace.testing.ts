import { pick, type Random } from '@nx-testmon/testing/random';
import { formatBlockId } from '../../records/block-id';
import { digest } from '../../model/digest';
import type { ModuleGraph } from '../../graph/module-graph';
import {
  type BlockDependency,
  type BlockModel,
  type ExportTarget,
  fallbackCauses,
  type ModuleModel,
} from '../../model/module-model';
import { membersOf, optionsOf } from '../../model/block-name';
import { hashListing } from '../../dependencies/fingerprint-reads';

/**
 * A workspace in which every part can be changed. A specifier is the path of its target, unless another file shadows
 * it.
 */
export interface RandomWorkspace {
  readonly models: Map<string, ModuleModel>;
  readonly packages: Map<string, string>;
  /** The compile context of all modules, as text. */
  compileContext: string;
  keepsTypeImports: boolean;
  readonly files: Map<string, string>;
}

export const paths = ['p/a.ts', 'p/b.ts', 'p/c.ts', 'q/d.ts', 'q/e.ts', 'p/s.ts'];
export const tests = ['p/one.test.ts', 'p/two.test.ts'];
const outside = ['package:left', 'package:right', 'nowhere.ts'];

const times = (random: Random, most: number) => Array.from({ length: random(most + 1) }, (_, index) => index);

const names = ['f', 'g', 'h'];

function randomDependency(random: Random): BlockDependency {
  const kind = pick(random, ['import', 'import', 'mock', 'glob', 'names', 'asset'] as const);
  if (kind === 'glob' || kind === 'names') return { kind, specifier: pick(random, ['p/', 'q/']) };
  if (kind === 'asset') return { kind, specifier: pick(random, ['p/data.txt', 'p/none.txt']) };
  return { kind, specifier: pick(random, [...paths, ...outside]) };
}

function randomBlock(random: Random, name: string, locals: readonly string[], parent?: string): BlockModel {
  return {
    name,
    ...(parent === undefined ? {} : { parent }),
    hash: digest(`${name} ${random(1000)}`),
    eager:
      parent === undefined
        ? pick(random, ['no', 'no', 'no', 'reads', 'shape', 'members', 'exports', 'yes'] as const)
        : 'no',
    references: times(random, 3).map(() => ({
      name: pick(random, locals),
      ...(random(3) === 0 ? { member: pick(random, names) } : {}),
      use: pick(random, ['value', 'value', 'value', 'heritage', 'instance-check'] as const),
    })),
    dependencies: random(4) === 0 ? [randomDependency(random)] : [],
    fallbackCauses: random(20) === 0 ? [pick(random, fallbackCauses)] : [],
  };
}

export function randomModel(random: Random): ModuleModel {
  const bindings = Object.fromEntries(
    times(random, 3).map((n) => [
      `i${n}`,
      {
        specifier: pick(random, [...paths, ...paths, ...outside]),
        name: pick(random, [...names, 'default', '*']),
      },
    ]),
  );
  const stars = random(4) === 0 ? [pick(random, paths)] : [];
  const hops = times(random, 1).map((n): [string, ExportTarget] => [
    `hop${n}`,
    { kind: 'hop', specifier: pick(random, paths), name: pick(random, names) },
  ]);
  const classes = names.filter(() => random(5) === 0);
  const members = classes.map(membersOf);
  const locals = [...names, ...members, ...Object.keys(bindings)];
  const blocks = [...names, ...members].flatMap((name) => [
    randomBlock(random, name, locals),
    ...(random(6) === 0 ? [{ ...randomBlock(random, optionsOf(name), locals), eager: 'no' as const }] : []),
    ...(random(3) > 0 ? [randomBlock(random, `${name}()`, locals, name)] : []),
    ...(random(3) === 0 ? [randomBlock(random, `${name}()/else`, locals, `${name}()`)] : []),
  ]);
  const kinds = ['value', 'value', 'elidable', 'type'] as const;
  const isCommonJs = random(6) === 0;
  return withDigest({
    kind: 'module',
    contentHash: '',
    pragmas: random(10) === 0 ? ['@environment x'] : [],
    imports: [
      ...Object.values(bindings).map(({ specifier }) => ({ specifier, kind: pick(random, kinds) })),
      ...hops.flatMap(([, target]) =>
        target.kind === 'hop' ? [{ specifier: target.specifier, kind: 'value' as const }] : [],
      ),
      ...stars.map((specifier) => ({ specifier, kind: 'value' as const })),
    ],
    bindings,
    declarations: Object.fromEntries([...names, ...members].map((name) => [name, name])),
    exports: Object.fromEntries<ExportTarget>([
      ...names.filter(() => random(5) > 0).map((name) => [name, { kind: 'local', name }] as const),
      ...(random(2) === 0 ? [['default', { kind: 'local', name: pick(random, names) }] as const] : []),
      ...hops,
    ]),
    stars,
    commonJs: isCommonJs,
    ...(isCommonJs && random(2) === 0 ? { hasListedExports: true as const } : {}),
    readsFiles: random(5) === 0,
    ...(random(8) === 0 ? { receivesConfiguration: true as const } : {}),
    blocks,
  });
}

export function withDigest(model: ModuleModel, comment = ''): ModuleModel {
  return { ...model, contentHash: digest(comment + JSON.stringify({ ...model, contentHash: '' })) };
}

export function randomWorkspace(random: Random): RandomWorkspace {
  const models = new Map([...paths, ...tests].map((path) => [path, randomModel(random)]));
  return {
    models,
    packages: new Map([
      ['left', '1'],
      ['right', '1'],
    ]),
    compileContext: 'strict',
    keepsTypeImports: random(6) === 0,
    files: new Map([
      ['p/data.txt', '1'],
      ['p/read.txt', '1'],
    ]),
  };
}

const states = new Map<string, 'not installed' | 'not exported'>([
  ['gone', 'not installed'],
  ['smaller', 'not exported'],
]);

/** The graph of a workspace in its current state. After a change of the workspace, create another graph. */
export function graphOf(workspace: RandomWorkspace): ModuleGraph {
  const { packages, compileContext, keepsTypeImports } = workspace;
  const models = new Map(workspace.models);
  const files = new Map(workspace.files);
  const all = () => [...models.keys(), ...files.keys()].sort();
  const namesIn = (folder: string) =>
    all().flatMap((path) => (path.startsWith(`${folder}/`) ? [path.slice(folder.length + 1)] : []));
  const contentHash = (path: string) =>
    models.get(path)?.contentHash ?? (files.has(path) ? digest(files.get(path)!) : undefined);
  const packageFingerprint = (name: string) => ({
    block: formatBlockId({ kind: 'package', name }),
    hash: packages.get(name) ?? '',
  });
  return {
    model: (path) => models.get(path),
    resolve(_from, specifier) {
      if (specifier.startsWith('package:')) {
        return { modules: [], packages: [specifier.slice(8)], missing: false, unknown: false };
      }
      const modules = [`shadow/${specifier}`, specifier].filter((path) => models.has(path)).slice(0, 1);
      return { modules, packages: [], missing: modules.length === 0, unknown: false };
    },
    packageState: (_from, specifier) => states.get(packages.get(specifier.slice(8)) ?? '') ?? 'found',
    sourcesOf: () => [],
    glob: (_from, pattern) => [...models.keys()].filter((path) => path.startsWith(pattern)).sort(),
    asset: (_from, literal) => {
      const hash = contentHash(literal);
      return hash === undefined ? [] : [{ block: formatBlockId({ kind: 'file', path: literal }), hash }];
    },
    mocks: (_from, specifier) => [`mocks/${specifier}`].filter((path) => models.has(path)),
    compileContext: () => [
      { block: formatBlockId({ kind: 'resolution', module: 'package.json' }), hash: digest(compileContext) },
    ],
    typeContext: () => [],
    packageAt: (location) => location,
    isInstalledAsLocked: () => true,
    keepsTypeImports: () => keepsTypeImports,
    projectOf: (path) => (path.startsWith('q/') ? 'q' : 'p'),
    projectFiles: (project) => all().filter((path) => path.startsWith(`${project}/`)),
    entryPoints: () => [],
    projectDependencies: (project) => (project === 'p' && packages.get('left') !== '2' ? ['q'] : []),
    contentHash,
    fileState: contentHash,
    variable: () => 'unset',
    lookUp: (path) => (contentHash(path) === undefined ? 'missing' : 'file'),
    listing: (folder) => hashListing(namesIn(folder)),
    packageFingerprint,
  };
}
