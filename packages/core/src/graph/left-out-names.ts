/** Names of folders and files that are never part of a workspace's content, wherever they lie. */
export const leftOutNames: ReadonlySet<string> = new Set([
  '.git',
  'node_modules',
  '.nx',
  '.testmon',
  '.DS_Store',
]);

/** Vite writes a bundled configuration beside the original for a moment. */
const bundledConfig = /\.timestamp-\d+-[0-9a-f]+\.mjs$/;

/** Whether a name does not count among the names in a folder. */
export function isLeftOutOfListings(name: string): boolean {
  return leftOutNames.has(name) || bundledConfig.test(name);
}
