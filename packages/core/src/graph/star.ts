/** An `export * from specifier` of a module. */
export interface Star {
  readonly importer: string;
  readonly specifier: string;
}
