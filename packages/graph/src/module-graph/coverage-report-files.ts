const reportFile =
  /\/(?:coverage-(?:final|summary)\.json|lcov\.info|clover\.xml|cobertura-coverage\.xml|(?:base|prettify)\.css|(?:block-navigation|prettify|sorter|theme)\.js|readex-pro\.woff2|readex-pro-license\.txt|(?:favicon|sort-arrow-sprite)\.png|[^/]+\.html|\.tmp[^/]*\/[^/]+\.json)$/;

/**
 * Whether a file has a name of a reporter of Istanbul, or of a partial report of Vitest. Other files in the folder of
 * a report may be data of tests.
 */
export function isReportFile(path: string): boolean {
  return reportFile.test(path);
}

/**
 * Whether a file is never part of a coverage report: sources and manifests. A folder that contains one has another
 * purpose.
 */
export function isNeverInReport(path: string): boolean {
  return /\.[cm]?tsx?$|(?:^|\/)package\.json$/.test(path);
}
