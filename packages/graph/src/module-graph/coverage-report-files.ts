const reportFile =
  /\/(?:coverage-(?:final|summary)\.json|lcov\.info|clover\.xml|cobertura-coverage\.xml|(?:base|prettify)\.css|(?:block-navigation|prettify|sorter|theme)\.js|readex-pro\.woff2|readex-pro-license\.txt|(?:favicon|sort-arrow-sprite)\.png|[^/]+\.html|\.tmp[^/]*\/[^/]+\.json)$/;

/**
 * Whether a file has a name that the reporters of Istanbul give, or that of a partial report of Vitest. Other files in
 * the folder of a report may be data of tests.
 */
export function isReportFile(path: string): boolean {
  return reportFile.test(path);
}

/** Sources and manifests are never part of a coverage report: the folder of one that holds any has another purpose. */
export function isNeverInReport(path: string): boolean {
  return /\.[cm]?tsx?$|(?:^|\/)package\.json$/.test(path);
}
