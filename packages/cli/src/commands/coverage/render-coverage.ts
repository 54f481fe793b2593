import { count, printable } from '@nx-testmon/core';
import type { WorkspaceCoverage } from '@nx-testmon/engine';
import type { CoverageMap, CoverageSummaryData } from 'istanbul-lib-coverage';
import type { Colors } from 'picocolors/types';
import { coverageMetrics, type CoverageMetric, type CoverageThreshold } from './coverage-flags';
import type { CoverageDocument } from './coverage-schema';

const codeShown = 20;

/** The executed share of some code. */
interface CoveredShare {
  readonly total: number;
  readonly covered: number;
  /** Percentage with two digits; 100 if there is no code. */
  readonly pct: number;
}

type CoverageShares = Readonly<Record<CoverageMetric, CoveredShare>>;

export interface CoverageToRender {
  readonly coverage: WorkspaceCoverage;
  readonly map: CoverageMap;
  readonly thresholds: readonly CoverageThreshold[];
  /** Returns the path of a file in the workspace. */
  readonly relative: (path: string) => string;
}

export function toCoverageDocument({
  coverage,
  map,
  thresholds,
  relative,
}: CoverageToRender): CoverageDocument {
  const { testFiles, unknown, unparsed, projectsWithoutTests, outdated } = coverage;
  const total = sharesOf(map.getCoverageSummary().data);
  return {
    total,
    testFiles,
    files: map.files().map((file) => ({
      file: relative(file),
      ...sharesOf(map.fileCoverageFor(file).toSummary().data),
    })),
    outdated: [...outdated].flatMap(([file, blocks]) =>
      blocks.map(({ block, line, testFiles: former, lastRun }) => ({
        file,
        line,
        code: block,
        testFiles: former,
        lastRun: new Date(lastRun).toISOString(),
      })),
    ),
    unknown,
    unparsed,
    projectsWithoutTests,
    missedThresholds: thresholds.flatMap(({ metric, required }) => {
      const { pct } = total[metric];
      return pct < required ? [{ metric, required, pct }] : [];
    }),
  };
}

function sharesOf(summary: CoverageSummaryData): CoverageShares {
  const shares = coverageMetrics.map((metric) => {
    const { total, covered, pct } = summary[metric];
    // Istanbul returns no number if there is no code.
    return [metric, { total, covered, pct: typeof pct === 'number' ? pct : 100 }] as const;
  });
  return Object.fromEntries(shares) as Record<CoverageMetric, CoveredShare>;
}

/**
 * Renders the notes below a coverage report: how many test files have facts, and which code their coverage
 * does not include.
 */
export function renderCoverageNotes(document: CoverageDocument, colors: Colors): string {
  const { testFiles, unknown, unparsed, projectsWithoutTests, outdated } = document;
  const more = outdated.length - codeShown;
  return [
    `Based on stored facts from ${testFiles.executed} of ${count(testFiles.total, 'test file')}${missingFacts(testFiles)}`,
    ...(outdated.length === 0
      ? []
      : [
          colors.yellow('Changed since it was last executed (reported as not executed):'),
          ...outdated
            .slice(0, codeShown)
            .map(
              ({ file, line, code, testFiles: former }) =>
                `  ${printable(`${file}:${line} ${code}`)}  ${colors.dim(`executed by ${count(former.length, 'test file')} before`)}`,
            ),
          ...(more > 0 ? [`  and ${count(more, 'more block')}; --json lists them all`] : []),
        ]),
    ...listed('Never run with probes (reported as not executed)', unknown, 'file'),
    ...listed('Excluded, because they could not be parsed', unparsed, 'file'),
    ...listed(
      'Projects without supported tests; only files loaded by other tests are included',
      projectsWithoutTests,
      'project',
    ),
  ].join('\n');
}

function missingFacts({
  changed,
  static: uncollected,
  seeded,
  none,
}: WorkspaceCoverage['testFiles']): string {
  const parts = [
    ...(changed > 0 ? [`${changed} executed code that has changed`] : []),
    ...(uncollected > 0 ? [`${uncollected} ran without collecting executed code`] : []),
    ...(seeded > 0 ? [`${seeded} assumed passing without a run`] : []),
    ...(none > 0 ? [`${none} without facts in this environment`] : []),
  ];
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`;
}

function listed(title: string, names: readonly string[], noun: string): string[] {
  if (names.length === 0) return [];
  const more = names.length - codeShown;
  return [
    `${title}:`,
    ...names.slice(0, codeShown).map((name) => `  ${printable(name)}`),
    ...(more > 0 ? [`  and ${count(more, `more ${noun}`)}; --json lists them all`] : []),
  ];
}
