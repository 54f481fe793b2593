import * as nodeModule from 'node:module';
import type { ReadTracer } from './read-tracer';

interface Resolved {
  readonly url: string;
}
type Resolve = (specifier: string, context: unknown, next: (...args: unknown[]) => Resolved) => Resolved;

/**
 * Reports every module that Node's own loader loads, which reads files past the functions of `fs`: in a runner's
 * process plugins load configurations of their own that no import names (`postcss.config.js`).
 */
export function traceModuleLoads(tracer: Pick<ReadTracer, 'moduleLoaded' | 'tracingLost'>): void {
  const { registerHooks } = nodeModule as unknown as {
    registerHooks?: (hooks: { resolve: Resolve }) => unknown;
  };
  if (registerHooks === undefined) {
    tracer.tracingLost('this version of Node does not report which modules it loads; 22.15 does');
    return;
  }
  registerHooks({
    resolve(specifier, context, next) {
      const resolved = next(specifier, context);
      tracer.moduleLoaded(resolved.url);
      return resolved;
    },
  });
}
