import type { CodeAligner, InstrumentedModule } from '@nx-testmon/core';
import { chainSourceMaps, hasInlineMap } from '../chain-source-maps';
import type { TransformResult, TransformOptions } from '../transformer-api';
import { instrumentFile } from './instrument-file';
import { joinInstrumented } from './join-instrumented';

/** A module, and the output of a configured transformer for it. */
export interface CompiledModule {
  readonly source: string;
  readonly path: string;
  readonly options: TransformOptions;
  /** The module with probes; `undefined` if it gets none. */
  readonly instrumented: InstrumentedModule | undefined;
  /** The output for the module with probes, if it has any. */
  readonly compiled: TransformResult;
  /** The output for the module without probes; `undefined` if `needsPlain` returns false. */
  readonly plain: TransformResult | undefined;
  /** Whether a transformer is configured for the module, and whether it instruments for coverage. */
  readonly isTransformed: boolean;
  readonly canInstrument: boolean;
}

/** Whether coverage is measured by V8's counts. */
export function isCountedByV8({ collectCoverage, coverageProvider }: TransformOptions): boolean {
  return collectCoverage === true && coverageProvider === 'v8';
}

/** Whether a module with probes must also be compiled without them. */
export function needsPlain(options: TransformOptions): boolean {
  return options.instrument || isCountedByV8(options);
}

/**
 * Instruments a compiled module for coverage, so that it counts the same as without probes. If that is
 * impossible, the module without probes is used.
 */
export function coverModule(module: CompiledModule, alignCode: CodeAligner): TransformResult {
  const { options, instrumented, compiled, plain } = module;
  if (!instrumented) return instrument(module, compiled);
  if (!plain) return chainSourceMaps(compiled, instrumented.map);
  const [code, other] = module.canInstrument
    ? [instrumented.code, module.source]
    : [compiled.code, plain.code];
  const alignment = alignCode(code, other, module.canInstrument ? module.path : undefined);
  const plainResult = instrument(module, plain);
  if (!alignment) return plainResult;
  if (!options.instrument) return chainSourceMaps(compiled, instrumented.map);
  const result = instrument(module, compiled);
  const joined = ignoresFile(module.source)
    ? undefined
    : joinInstrumented(result.code, plainResult.code, { code, plain: other, alignment });
  if (joined === undefined) return plainResult;
  const isMapped = module.canInstrument || !module.isTransformed || hasInlineMap(compiled.code);
  return isMapped
    ? chainSourceMaps({ ...result, code: joined }, instrumented.map)
    : { ...result, code: joined };
}

function instrument(
  { options, path, isTransformed, canInstrument }: CompiledModule,
  compiled: TransformResult,
) {
  if (!options.instrument || canInstrument) return compiled;
  return instrumentFile(compiled, path, options, isTransformed);
}

function ignoresFile(source: string): boolean {
  return /istanbul\s+ignore\s+file/.test(source);
}
