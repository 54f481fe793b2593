/** Which copies of a package are meant. */
export interface PackageRequest {
  readonly name: string;
  /** Only those of this version, or `*` for all; without it those that code of the project finds by the name. */
  readonly version?: string;
}

/** Everything that is installed for a project. */
export const everyPackage = '*';

/** `x`, `x@1.0.0` and `x@*`; an absolute path is a name as it is. */
export function formatPackageRequest({ name, version }: PackageRequest): string {
  return version === undefined ? name : `${name}@${version}`;
}

/** Reads what {@link formatPackageRequest} wrote. */
export function parsePackageRequest(text: string): PackageRequest {
  const at = /^(?:[\\/]|[A-Za-z]:)/.test(text) ? -1 : text.indexOf('@', 1);
  return at < 0 ? { name: text } : { name: text.slice(0, at), version: text.slice(at + 1) };
}
