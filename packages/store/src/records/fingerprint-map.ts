/**
 * Values by fingerprint. Lookups are very frequent, so block and hash are never joined into one key: a block has few
 * hashes, which are searched one by one.
 */
export class FingerprintMap<T> {
  private readonly byBlock = new Map<string, { readonly hash: string; readonly value: T }[]>();

  getOrAdd(block: string, hash: string, make: () => T): T {
    const versions = this.byBlock.get(block);
    const known = versions?.find((version) => version.hash === hash);
    if (known) return known.value;
    const value = make();
    if (versions) versions.push({ hash, value });
    else this.byBlock.set(block, [{ hash, value }]);
    return value;
  }
}
