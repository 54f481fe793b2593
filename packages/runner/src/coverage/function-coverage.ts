import { type CodeAlignment, probePattern } from '@nx-testmon/core';

/** How often the parts of a function ran, as V8 counts it. The first range is the function. */
export interface FunctionCoverage {
  readonly functionName: string;
  readonly ranges: readonly CountedRange[];
}

interface CountedRange {
  readonly startOffset: number;
  readonly endOffset: number;
  readonly count: number;
}

/**
 * Converts V8's counts of a module with probes to those of the module without probes. Probes add a function
 * at the end, and blocks around single statements that have the same counts.
 *
 * @param wrapperLength length of the code that the test runner inserts before the module
 */
export function countsWithoutProbes<Coverage extends FunctionCoverage>(
  functions: readonly Coverage[],
  alignment: CodeAlignment,
  wrapperLength: number,
): Coverage[] {
  return functions
    .filter(({ functionName }) => !probePattern.test(functionName))
    .map((one) => ({
      ...one,
      ranges: one.ranges
        .map(({ startOffset, endOffset, ...range }) => ({
          ...range,
          startOffset: alignment.startOfRange(startOffset - wrapperLength) + wrapperLength,
          endOffset: alignment.endOfRange(endOffset - wrapperLength) + wrapperLength,
        }))
        .filter(({ startOffset, endOffset }, index) => index === 0 || startOffset < endOffset),
    }));
}
