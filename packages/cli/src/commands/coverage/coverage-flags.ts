import { type Failure, failed } from '@nx-testmon/core';

/** Formats of reports: those that are printed, and those that are written to a folder. */
const printedFormats = ['text', 'text-summary', 'text-lcov', 'teamcity'] as const;
const writtenFormats = [
  'html',
  'html-spa',
  'json',
  'json-summary',
  'lcov',
  'lcovonly',
  'clover',
  'cobertura',
] as const;

export type CoverageFormat = (typeof printedFormats)[number] | (typeof writtenFormats)[number];

export function isPrinted(format: CoverageFormat): boolean {
  return (printedFormats as readonly string[]).includes(format);
}

export const coverageFormats: readonly CoverageFormat[] = [...printedFormats, ...writtenFormats];

export const coverageMetrics = ['lines', 'statements', 'functions', 'branches'] as const;

export type CoverageMetric = (typeof coverageMetrics)[number];

/** A required percentage. */
export interface CoverageThreshold {
  readonly metric: CoverageMetric;
  readonly required: number;
}

export function parseFormats(
  names: readonly string[],
): { readonly ok: true; readonly formats: readonly CoverageFormat[] } | Failure {
  const unknown = names.find((name) => !isFormat(name));
  if (unknown === undefined) return { ok: true, formats: [...new Set(names.filter(isFormat))] };
  return failed({
    kind: 'invalid-flag-value',
    flag: '--format',
    value: unknown,
    allowed: coverageFormats,
  });
}

function isFormat(name: string): name is CoverageFormat {
  return (coverageFormats as readonly string[]).includes(name);
}

/** @param pairs such as `lines=80` */
export function parseThresholds(
  pairs: readonly string[],
): { readonly ok: true; readonly thresholds: readonly CoverageThreshold[] } | Failure {
  const thresholds: CoverageThreshold[] = [];
  for (const pair of pairs) {
    const [, name, digits] = /^(\w+)=(\d+(?:\.\d+)?)$/.exec(pair) ?? [];
    const metric = coverageMetrics.find((one) => one === name);
    const required = Number(digits);
    if (!metric || !(required <= 100))
      return failed({
        kind: 'invalid-option',
        name: `--check ${pair}`,
        rule: `must be pairs such as lines=80, of ${coverageMetrics.join(', ')} and a percentage`,
      });
    thresholds.push({ metric, required });
  }
  return { ok: true, thresholds };
}
