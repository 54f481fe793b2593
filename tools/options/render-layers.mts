import { layers } from '../layers.mjs';
import type { RepositoryPackage } from '../read-packages.mts';

/** Rows of the table of layers in docs/architecture.md. */
export function layerRows(packages: readonly RepositoryPackage[]): readonly string[] {
  const names = (all: readonly string[]) => all.join(', ') || 'none';
  return [
    '| layer | packages | may import the layers | purpose |',
    '|---|---|---|---|',
    ...Object.entries(layers).map(([layer, { mayImport, why }]) => {
      const folders = packages.filter((one) => one.layer === layer).map(({ folder }) => `\`${folder}\``);
      return `| ${layer} | ${names(folders)} | ${names(mayImport)} | ${why} |`;
    }),
  ];
}
