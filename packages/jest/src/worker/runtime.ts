import { createRequire } from 'node:module';
import { installInRealm } from './install-in-realm';
import { type ModuleResolver, traceResolver } from './trace-resolver';

interface Config {
  readonly id: string;
  readonly nxTestmon: { readonly runtime: string };
}
interface Environment {
  readonly global: object;
}
type RuntimeClass = new (
  config: Config,
  environment: Environment,
  resolver: ModuleResolver,
  ...more: unknown[]
) => object;

/**
 * Jest creates a runtime for each test file, directly after the environment and before any user code runs in
 * it, including setup files. This runtime prepares the environment, and returns the configured runtime.
 */
export default function RuntimeWithProbes(...parameters: ConstructorParameters<RuntimeClass>): object {
  const [{ id, nxTestmon }, { global }, resolver] = parameters;
  installInRealm(global, id);
  traceResolver(resolver);
  const loaded = createRequire(__filename)(nxTestmon.runtime) as { readonly default?: RuntimeClass };
  const Runtime = loaded.default ?? (loaded as RuntimeClass);
  return new Runtime(...parameters);
}
