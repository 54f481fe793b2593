import * as nodeModule from 'node:module';
import type { Tracker } from './tracker';

interface Resolved {
  readonly url: string;
}
type Resolve = (specifier: string, context: unknown, next: (...args: unknown[]) => Resolved) => Resolved;

/**
 * Lets the tracker hear of every module that Node loads in the runner's process, where plugins load
 * configurations of their own that no import names (`postcss.config.js`). Node reads them out of earshot.
 */
export function followModules(tracker: Tracker): void {
  const { registerHooks } = nodeModule as unknown as {
    registerHooks?: (hooks: { resolve: Resolve }) => unknown;
  };
  if (registerHooks === undefined) {
    tracker.goBlind('this version of Node does not tell which modules it loads; 22.15 does');
    return;
  }
  registerHooks({
    resolve(specifier, context, next) {
      const resolved = next(specifier, context);
      tracker.load(resolved.url);
      return resolved;
    },
  });
}
