/**
 * The subject of a fingerprint: a part of a module, or anything else whose state a test can depend on. Paths are
 * relative to the workspace root, with forward slashes; the root folder is `.`.
 */
export type BlockId =
  /** Code of a module by name: a declaration, a body, a branch or its top-level statements; or a manifest's key. */
  | { readonly kind: 'block'; readonly module: string; readonly name: string }
  /** An exported name that a module re-exports, `*` for all. */
  | { readonly kind: 'hop'; readonly module: string; readonly name: string }
  /** A specifier in a module that can't be resolved. */
  | { readonly kind: 'unresolved'; readonly module: string; readonly specifier: string }
  /** The targets of a specifier in a module, if there are several. */
  | { readonly kind: 'targets'; readonly module: string; readonly specifier: string }
  /** Test pragmas in a module's comments. */
  | { readonly kind: 'pragmas'; readonly module: string }
  /** Which of the names that a module imports are missing. */
  | { readonly kind: 'links'; readonly module: string }
  /** The whole text of a module, including types and comments. */
  | { readonly kind: 'types'; readonly module: string }
  /** The same, for a test that read the text of a function or positions in the code. */
  | { readonly kind: 'text'; readonly module: string }
  /** The order in which the effects of the modules that a test file loads run. */
  | { readonly kind: 'load-order'; readonly module: string }
  /** The fields of a `package.json` that affect how modules below it are resolved and loaded. */
  | { readonly kind: 'resolution'; readonly module: string }
  /** The compiler options of a folder; the module is `<folder>/tsconfig`. */
  | { readonly kind: 'emit'; readonly module: string }
  /** A file as a whole. */
  | { readonly kind: 'file'; readonly path: string }
  /** All files below a folder. */
  | { readonly kind: 'folder'; readonly path: string }
  /** The files directly in a folder that tests don't load as modules. Any test of the project may read them. */
  | { readonly kind: 'data'; readonly folder: string }
  /** All files of a project and of the projects it depends on. */
  | { readonly kind: 'project'; readonly name: string }
  /** An npm package with all its dependencies. */
  | { readonly kind: 'package'; readonly name: string }
  /** The files that match a glob of the option `dependsOnFiles`. */
  | { readonly kind: 'declared'; readonly glob: string }
  /** The content of a file that the test read. */
  | { readonly kind: 'read'; readonly path: string }
  /** The names in a folder that the test listed. */
  | { readonly kind: 'list'; readonly path: string }
  /** Whether something is at a path that the test looked up. */
  | { readonly kind: 'find'; readonly path: string }
  /** The target of a specifier that a module computed when the test ran. */
  | { readonly kind: 'load'; readonly module: string; readonly specifier: string }
  /** The value of an environment variable that the test read. */
  | { readonly kind: 'variable'; readonly name: string };

export type BlockKind = BlockId['kind'];

declare const isBlockKey: unique symbol;

/** A block id as text, for map keys and for display. Only {@link formatBlockId} creates one. */
export type BlockKey = string & { readonly [isBlockKey]: true };

const marks = {
  pragmas: '<pragmas>',
  links: '<links>',
  types: '<types>',
  text: '<text>',
  'load-order': '<load order>',
  resolution: '<resolution>',
  emit: '<emit>',
} as const;

type MarkedKind = keyof typeof marks;

/** The fields of a block id by its kind, besides the kind. */
export const blockFields = {
  block: ['module', 'name'],
  hop: ['module', 'name'],
  unresolved: ['module', 'specifier'],
  targets: ['module', 'specifier'],
  pragmas: ['module'],
  links: ['module'],
  types: ['module'],
  text: ['module'],
  'load-order': ['module'],
  resolution: ['module'],
  emit: ['module'],
  file: ['path'],
  folder: ['path'],
  data: ['folder'],
  project: ['name'],
  package: ['name'],
  declared: ['glob'],
  read: ['path'],
  list: ['path'],
  find: ['path'],
  load: ['module', 'specifier'],
  variable: ['name'],
} as const satisfies {
  readonly [Kind in BlockKind]: readonly Exclude<keyof Extract<BlockId, { kind: Kind }>, 'kind'>[];
};

/**
 * How a dependency trace compares a block. `module`: through the entry of a loaded module, which covers the block.
 * `read`: by its own state, as something that a test file read. `state`: by its own state. `none`: not at all, so
 * that a fact with such a block has no trace.
 */
export type BlockComparison = 'module' | 'read' | 'state' | 'none';

const comparisons = {
  block: 'module',
  hop: 'module',
  unresolved: 'module',
  targets: 'module',
  pragmas: 'module',
  links: 'module',
  types: 'none',
  text: 'none',
  'load-order': 'module',
  resolution: 'none',
  emit: 'none',
  file: 'module',
  folder: 'none',
  data: 'none',
  project: 'state',
  package: 'state',
  declared: 'none',
  read: 'read',
  list: 'read',
  find: 'read',
  load: 'read',
  variable: 'read',
} as const satisfies Readonly<Record<BlockKind, BlockComparison>>;

type ComparedKind<Comparison extends BlockComparison> = {
  [Kind in BlockKind]: (typeof comparisons)[Kind] extends Comparison ? Kind : never;
}[BlockKind];

/** Whether a dependency trace compares a block in this way. */
export function isComparedBy<Comparison extends BlockComparison>(
  id: BlockId,
  comparison: Comparison,
): id is Extract<BlockId, { readonly kind: ComparedKind<Comparison> }> {
  return comparisons[id.kind] === comparison;
}

const kindsByMark = new Map(
  Object.entries(marks).map(([kind, mark]) => [mark as string, kind as MarkedKind]),
);

/**
 * The text of a block id, such as `module#name`, `module#<links>`, `module=>name`, `package:name` or `read:path`. No
 * two ids have the same text: in a module's path, characters that would end the path are percent-escaped, and a name
 * that looks like a mark is prefixed with `%`.
 */
export function formatBlockId(id: BlockId): BlockKey {
  return textOf(id) as BlockKey;
}

function textOf(id: BlockId): string {
  switch (id.kind) {
    case 'block':
      return `${escapePath(id.module)}#${escapeName(id.name)}`;
    case 'hop':
      return `${escapePath(id.module)}=>${id.name}`;
    case 'file':
      return escapePath(id.path);
    case 'folder':
      return `${escapePath(id.path)}/`;
    case 'data':
      return id.folder === '.' ? 'data:*' : `data:${id.folder}/*`;
    case 'load':
    case 'unresolved':
    case 'targets':
      return `${id.kind}:${escapePath(id.module)}=>${id.specifier}`;
    case 'declared':
      return `declared:${id.glob}`;
    default:
      if ('module' in id) return `${escapePath(id.module)}#${marks[id.kind]}`;
      return `${id.kind}:${'path' in id ? id.path : id.name}`;
  }
}

/**
 * The inverse of {@link formatBlockId}.
 *
 * @returns `undefined` for any other text: formatting the result always gives the same text again
 */
export function parseBlockId(text: string): BlockId | undefined {
  const id = readBlockId(text);
  return textOf(id) === text ? id : undefined;
}

function readBlockId(text: string): BlockId {
  const at = text.search(/#|=>|:/);
  if (at < 0) return readPath(text);
  const [start, rest] = [text.slice(0, at), text.slice(at + 1)];
  if (text[at] === ':') return readPrefixed(start, rest);
  const module = unescapePath(start);
  if (text[at] === '=') return { kind: 'hop', module, name: rest.slice(1) };
  const kind = kindsByMark.get(rest);
  if (kind) return { kind, module };
  return { kind: 'block', module, name: rest.startsWith('%') ? rest.slice(1) : rest };
}

function readPath(text: string): BlockId {
  return text.endsWith('/')
    ? { kind: 'folder', path: unescapePath(text.slice(0, -1)) }
    : { kind: 'file', path: unescapePath(text) };
}

/**
 * A text with an unknown prefix is not from {@link formatBlockId}. The result for it has another text, so it is
 * rejected.
 */
function readPrefixed(prefix: string, rest: string): BlockId {
  switch (prefix) {
    case 'project':
    case 'package':
    case 'variable':
      return { kind: prefix, name: rest };
    case 'declared':
      return { kind: prefix, glob: rest };
    case 'data':
      return { kind: prefix, folder: rest === '*' ? '.' : rest.slice(0, -2) };
    case 'read':
    case 'list':
    case 'find':
      return { kind: prefix, path: rest };
    case 'load':
    case 'unresolved':
    case 'targets': {
      const [start = '', ...more] = rest.split('=>');
      return { kind: prefix, module: unescapePath(start), specifier: more.join('=>') };
    }
    default:
      return { kind: 'file', path: prefix };
  }
}

/** The path of the module that contains a block; `undefined` if no module does. */
export function moduleOfBlock(id: BlockId): string | undefined {
  return 'module' in id ? id.module : undefined;
}

const ofManyFiles = /^(?:(?:project|data|declared):|(?:[^#:=]|=(?!>))*\/$)/;

/**
 * Whether a block is the state of many files: the files of a project, of a folder, or those that match a glob. A
 * change of one of them may not concern the test. Faster than parsing the id.
 */
export function coversManyFiles(block: BlockKey): boolean {
  return ofManyFiles.test(block);
}

/**
 * Escapes characters that would end a path, and the escape character itself. A slash at the end would make it a
 * folder.
 */
function escapePath(path: string): string {
  return /[%#:]|=>|\/$/.test(path) ? path.replace(/[%#:]|=(?=>)|\/$/g, escapeCharacter) : path;
}

function escapeCharacter(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}

function unescapePath(text: string): string {
  return text.includes('%')
    ? text.replace(/%(25|23|3A|3D|2F)/g, (_escape, code: string) => String.fromCharCode(parseInt(code, 16)))
    : text;
}

function escapeName(name: string): string {
  return name.startsWith('%') || kindsByMark.has(name) ? `%${name}` : name;
}
