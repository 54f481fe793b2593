import { existsSync, realpathSync, statSync } from 'node:fs';
import { dirname, isAbsolute } from 'node:path';
import { ResolverFactory } from 'oxc-resolver';
import { createFileFinder } from './file-finder';

const defaultExtensions = [
  '.mjs',
  '.js',
  '.mts',
  '.ts',
  '.jsx',
  '.tsx',
  '.json',
  '.cjs',
  '.cts',
  '.vue',
  '.svelte',
  '.node',
  '.d.ts',
  '.d.mts',
  '.d.cts',
];
const sourcesByExtension = {
  '.js': ['.ts', '.tsx', '.js', '.jsx'],
  '.jsx': ['.tsx', '.jsx'],
  '.mjs': ['.mts', '.mjs'],
  '.cjs': ['.cts', '.cjs'],
};

export interface PathResolver {
  /** Real absolute paths that an absolute path without extension, or a folder, may stand for. */
  resolvePath(absolute: string): readonly string[];
  /** Real absolute paths of a package's or internal specifier, for both `import` and `require`. */
  resolveSpecifier(folder: string, specifier: string, conditions: readonly string[]): readonly string[];
}

/** Resolution on disk, with all its caches kept for the lifetime of the resolver. */
export function createPathResolver(context: {
  readonly extensions: readonly string[];
  readonly mainFields: readonly string[];
}): PathResolver {
  const base = {
    extensions: [...new Set([...context.extensions, ...defaultExtensions])],
    mainFields: [...new Set([...context.mainFields, 'module', 'main'])],
    nodePath: false,
  };
  const exact = new ResolverFactory(base);
  const aliased = exact.cloneWithOptions({ ...base, extensionAlias: sourcesByExtension });
  const finder = createFileFinder(base.extensions, sourcesByExtension);
  const byConditions = new Map<string, readonly ResolverFactory[]>();
  const known = new Map<string, readonly string[]>();

  function resolversFor(conditions: readonly string[]): readonly ResolverFactory[] {
    const key = conditions.join(' ');
    let resolvers = byConditions.get(key);
    if (!resolvers) {
      resolvers = ['import', 'require'].map((condition) =>
        exact.cloneWithOptions({
          ...base,
          extensionAlias: sourcesByExtension,
          conditionNames: [condition, 'node', 'default', ...conditions],
        }),
      );
      byConditions.set(key, resolvers);
    }
    return resolvers;
  }

  const found = (results: readonly (string | undefined)[]) =>
    [...new Set(results)].filter((path) => path !== undefined && isAbsolute(path)) as string[];

  return {
    resolvePath(absolute) {
      let paths = known.get(absolute);
      if (!paths) {
        const folder = dirname(absolute);
        paths =
          finder.find(absolute) ?? found([run(exact, folder, absolute), run(aliased, folder, absolute)]);
        if (paths.length === 0) paths = found([findByName(absolute, base.extensions)]);
        known.set(absolute, paths);
      }
      return paths;
    },
    resolveSpecifier(folder, specifier, conditions) {
      return found(resolversFor(conditions).map((resolver) => run(resolver, folder, specifier)));
    },
  };
}

/** What the resolver refuses to look at: files below a broken `package.json`, names with a question mark. */
function findByName(absolute: string, extensions: readonly string[]): string | undefined {
  const endings = ['', ...extensions, ...extensions.map((extension) => `/index${extension}`)];
  for (const ending of endings) {
    try {
      if (statSync(absolute + ending, { throwIfNoEntry: false })?.isFile())
        return realpathSync(absolute + ending);
    } catch {
      // A path through a file, or a link to itself: nothing is there.
    }
  }
  return undefined;
}

function run(resolver: ResolverFactory, folder: string, specifier: string): string | undefined {
  try {
    const { path } = resolver.sync(folder, specifier);
    // A fragment that no file name has is handed back with the path: `./a#b` is `a.ts#b`.
    return path?.includes('#') && !existsSync(path) ? path.slice(0, path.lastIndexOf('#')) : path;
  } catch {
    return undefined;
  }
}
