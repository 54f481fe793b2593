import type { TransformResult } from './transformer-api';

type SourceMap = object;
type Remapping = (
  map: SourceMap,
  load: (file: string, at: { readonly depth: number }) => SourceMap | null,
) => object;

// The package's own type declarations for CommonJS can't be parsed.
const loaded = require('@jridgewell/remapping') as Remapping & { readonly default?: Remapping };
const remapping = loaded.default ?? loaded;

const inlineMap = /\n?\/\/# sourceMappingURL=data:application\/json;[^,\n]*base64,([\w+/=]+)\s*$/;

/**
 * Maps the output of a transformer for code with probes to the code without them.
 *
 * @param probeMap from the code with probes to the original, as JSON
 */
export function chainSourceMaps(transformed: TransformResult, probeMap: string): TransformResult {
  const { code, map } = withMap(transformed);
  if (map === undefined) return { ...transformed, map: null };
  const chained = remapping(map, (_file, { depth }) =>
    depth === 1 ? (JSON.parse(probeMap) as SourceMap) : null,
  );
  return { code, map: JSON.parse(JSON.stringify(chained)) as object };
}

/** A transformer returns its map or leaves it in the code. */
function withMap({ code, map }: TransformResult): { code: string; map: SourceMap | undefined } {
  if (typeof map === 'string' && map !== '') return { code, map: JSON.parse(map) as SourceMap };
  if (typeof map === 'object' && map !== null) return { code, map };
  const [, encoded] = inlineMap.exec(code) ?? [];
  if (encoded === undefined) return { code, map: undefined };
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  return { code: code.replace(inlineMap, ''), map: JSON.parse(text) as SourceMap };
}

/** Whether a transformer has left its map in the code. */
export function hasInlineMap(code: string): boolean {
  return inlineMap.test(code);
}
