import { existsSync, realpathSync, statSync } from 'node:fs';
import { dirname, isAbsolute } from 'node:path';
import { type NapiResolveOptions, ResolverFactory } from 'oxc-resolver';
import { rethrowUnlessPathError } from '@nx-testmon/core';
import { Memo } from '../memo';
import { FileFinder } from './file-finder';

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

export interface PathResolverInput {
  readonly extensions: readonly string[];
  readonly mainFields: readonly string[];
}

/** Resolution on disk. All caches are kept for the lifetime of the resolver. */
export class PathResolver {
  private readonly extensions: readonly string[];
  private readonly options: NapiResolveOptions;
  private readonly exact: ResolverFactory;
  private readonly aliased: ResolverFactory;
  private readonly finder: FileFinder;
  private readonly resolvers = new Map<string, readonly ResolverFactory[]>();
  private readonly paths = new Memo((absolute) => this.findPaths(absolute));

  constructor({ extensions, mainFields }: PathResolverInput) {
    this.extensions = [...new Set([...extensions, ...defaultExtensions])];
    this.options = {
      extensions: [...this.extensions],
      mainFields: [...new Set([...mainFields, 'module', 'main'])],
      nodePath: false,
    };
    this.exact = new ResolverFactory(this.options);
    this.aliased = this.withSourceExtensions({});
    this.finder = new FileFinder(this.extensions, sourcesByExtension);
  }

  /** Real absolute paths that an absolute path without extension, or a folder, may mean. */
  resolvePath(absolute: string): readonly string[] {
    return this.paths.get(absolute);
  }

  /** Real absolute paths of a package's or internal specifier, for both `import` and `require`. */
  resolveSpecifier(folder: string, specifier: string, conditions: readonly string[]): readonly string[] {
    return distinctPaths(
      this.resolversFor(conditions).map((resolver) => resolve(resolver, folder, specifier)),
    );
  }

  private findPaths(absolute: string): readonly string[] {
    const byName = this.finder.find(absolute);
    if (byName) return byName;
    const folder = dirname(absolute);
    const resolved = [this.exact, this.aliased].map((resolver) => resolve(resolver, folder, absolute));
    const found = distinctPaths(resolved);
    return found.length > 0 ? found : distinctPaths([findByName(absolute, this.extensions)]);
  }

  private resolversFor(conditions: readonly string[]): readonly ResolverFactory[] {
    const key = conditions.join(' ');
    let resolvers = this.resolvers.get(key);
    if (!resolvers) {
      resolvers = ['import', 'require'].map((condition) =>
        this.withSourceExtensions({ conditionNames: [condition, 'node', 'default', ...conditions] }),
      );
      this.resolvers.set(key, resolvers);
    }
    return resolvers;
  }

  /** A resolver that resolves `./a.js` to the `./a.ts` from which it is compiled. It shares the cache of `exact`. */
  private withSourceExtensions(options: NapiResolveOptions): ResolverFactory {
    return this.exact.cloneWithOptions({ ...this.options, ...options, extensionAlias: sourcesByExtension });
  }
}

function distinctPaths(results: readonly (string | undefined)[]): string[] {
  return [...new Set(results)].filter((path) => path !== undefined && isAbsolute(path)) as string[];
}

/** Finds paths that the resolver rejects: files below a broken `package.json`, names with a question mark. */
function findByName(absolute: string, extensions: readonly string[]): string | undefined {
  const endings = ['', ...extensions, ...extensions.map((extension) => `/index${extension}`)];
  for (const ending of endings) {
    try {
      if (statSync(absolute + ending, { throwIfNoEntry: false })?.isFile())
        return realpathSync(absolute + ending);
    } catch (error) {
      rethrowUnlessPathError(error);
      // A path through a file, or a link to itself: nothing exists there.
    }
  }
  return undefined;
}

function resolve(resolver: ResolverFactory, folder: string, specifier: string): string | undefined {
  try {
    const { path } = resolver.sync(folder, specifier);
    // A fragment that is not part of a file name is returned with the path: `./a#b` is `a.ts#b`.
    return path?.includes('#') && !existsSync(path) ? path.slice(0, path.lastIndexOf('#')) : path;
  } catch {
    return undefined; // a specifier that the native code of the resolver does not take
  }
}
