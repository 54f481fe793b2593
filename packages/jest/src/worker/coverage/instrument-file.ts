import { createRequire } from 'node:module';
import type { TransformResult, TransformOptions } from '../transformer-api';

interface Babel {
  transformSync(
    code: string,
    options: object,
  ): { readonly code?: string | null; readonly map?: object | null } | null;
}

const inlineMap = /\/\/# sourceMappingURL=data:application\/json;[^,\n]*base64,([\w+/=]+)\s*$/;

/**
 * Instruments the output of a transformer for coverage, as Jest does for transformers that don't instrument
 * themselves. Jest asks each transformer once, but this one wraps several others.
 */
export function instrumentFile(
  { code, map }: TransformResult,
  path: string,
  options: TransformOptions,
  isTransformed: boolean,
): TransformResult {
  const { babel, plugin } = loadFromJest();
  const inputSourceMap = mapOf(map) ?? inlineMapOf(code);
  const { supportsDynamicImport, supportsExportNamespaceFrom, supportsStaticESM, supportsTopLevelAwait } =
    options;
  const result = babel.transformSync(code, {
    auxiliaryCommentBefore: ' istanbul ignore next ',
    babelrc: false,
    caller: {
      name: '@jest/transform',
      ...{ supportsDynamicImport, supportsExportNamespaceFrom, supportsStaticESM, supportsTopLevelAwait },
    },
    configFile: false,
    filename: path,
    plugins: [
      [
        plugin,
        {
          compact: false,
          cwd: options.config.rootDir,
          exclude: [],
          extension: false,
          inputSourceMap,
          useInlineSourceMaps: false,
        },
      ],
    ],
    sourceMaps: !isTransformed || inputSourceMap !== null ? 'both' : false,
  });
  return typeof result?.code === 'string'
    ? { code: result.code, map: result.map ?? null }
    : { code, map: map ?? null };
}

function mapOf(map: TransformResult['map']): object | null {
  if (typeof map === 'string') return map === '' ? null : (JSON.parse(map) as object);
  return map ?? null;
}

function inlineMapOf(code: string): object | null {
  const [, encoded] = inlineMap.exec(code) ?? [];
  return encoded === undefined
    ? null
    : (JSON.parse(Buffer.from(encoded, 'base64').toString('utf8')) as object);
}

/** The packages that the running Jest instruments with. */
function loadFromJest(): { readonly babel: Babel; readonly plugin: unknown } {
  const transform = Object.keys(require.cache).find((file) =>
    /[\\/]@jest[\\/]transform[\\/]build[\\/](?:index|ScriptTransformer)\.js$/.test(file),
  );
  if (transform === undefined) throw new Error('@jest/transform is not among the loaded modules');
  const fromJest = createRequire(transform);
  const plugin = fromJest('babel-plugin-istanbul') as { readonly default?: unknown };
  return { babel: fromJest('@babel/core') as Babel, plugin: plugin.default ?? plugin };
}
