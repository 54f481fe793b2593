/**
 * The module that a block belongs to: `module`, `module#name` or `module=>name`.
 *
 * @param modules paths that it may be; a path may hold the marks too, so every way to cut is tried
 */
export function ownerIn(modules: { has(path: string): boolean }, block: string): string | undefined {
  if (modules.has(block)) return block;
  for (let at = 1; at < block.length; at++) {
    const isCut = block[at] === '#' || (block[at] === '=' && block[at + 1] === '>');
    const path = isCut ? block.slice(0, at) : undefined;
    if (path !== undefined && modules.has(path)) return path;
  }
  return undefined;
}
