import type { Fallback } from '@nx-testmon/core';
import { transformers } from '../reads-settings';

const preloads = /(?:^|\s)(?:-r|--require|--import|--loader|--experimental-loader)(?=[\s=])/;
const transformer = new RegExp(`(?:^|.*[\\\\/])node_modules[\\\\/](${transformers})$`);

/**
 * Why modules may be loaded, or files read for it, in ways that are not traced; `undefined` where Node's own loader
 * does all of it.
 *
 * @param isNodesOwn false where the loader for CommonJS is not as Node has made it, and nothing else says so
 * @param nodeOptions modules that it names are loaded before anything is traced
 * @param packages folders of the packages that were loaded
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
