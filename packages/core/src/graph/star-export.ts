/** An `export * from specifier` of a module. */
export interface StarExport {
  readonly importer: string;
  readonly specifier: string;
}
