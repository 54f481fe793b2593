import type { Fallback } from '@nx-testmon/core';
import { transformers } from '../reads-settings';

const preloads = /(?:^|\s)(?:-r|--require|--import|--loader|--experimental-loader)(?=[\s=])/;
const transformer = new RegExp(`(?:^|.*[\\\\/])node_modules[\\\\/](${transformers})$`);

/**
 * Finds why modules may be loaded, or files be read for that, without being traced; `undefined` if only
 * Node's own loader loads modules.
 *
 * @param isNodesOwn false if Node's CommonJS loader was changed, and there is no other sign of it
 * @param nodeOptions modules that it names are loaded before tracing starts
 * @param packages folders of the loaded packages
 */
export function findCustomLoader(
  isNodesOwn: boolean,
  nodeOptions: string,
  packages: readonly string[],
): Fallback | undefined {
  const subject = packages.flatMap((folder) => transformer.exec(folder)?.[1] ?? []).sort()[0];
  if (subject !== undefined) return { kind: 'custom-loader', subject };
  if (preloads.test(nodeOptions)) return { kind: 'custom-loader', subject: 'NODE_OPTIONS' };
  return isNodesOwn ? undefined : { kind: 'custom-loader' };
}
