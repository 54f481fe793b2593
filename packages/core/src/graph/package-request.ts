/** Selects copies of a package. */
export interface PackageRequest {
  readonly name: string;
  /** Only copies of this version, or `*` for all. Default: the copies that code of the project finds by the name. */
  readonly version?: string;
}

/** Everything that is installed for a project. */
export const everyPackage = '*';

/** Formats a request as `x`, `x@1.0.0` or `x@*`. An absolute path is used as the name, unchanged. */
export function formatPackageRequest({ name, version }: PackageRequest): string {
  return version === undefined ? name : `${name}@${version}`;
}

/** The inverse of {@link formatPackageRequest}. */
export function parsePackageRequest(text: string): PackageRequest {
  const at = /^(?:[\\/]|[A-Za-z]:)/.test(text) ? -1 : text.indexOf('@', 1);
  return at < 0 ? { name: text } : { name: text.slice(0, at), version: text.slice(at + 1) };
}
