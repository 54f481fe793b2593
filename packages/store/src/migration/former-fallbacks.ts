import type { Fallback } from '@nx-testmon/core';

/**
 * Reads a cause of a store up to schema 8 or of a record up to version 3, in which the subject of native code contains
 * the package: `sqlite3 (node_sqlite3.node)`. A file with a name of this form can't be distinguished there.
 */
export function fromFormerFallback<Former extends Pick<Fallback, 'kind' | 'subject'>>(
  former: Former,
): Former & Pick<Fallback, 'package'> {
  const [, name, subject] =
    (former.kind === 'native-code' && /^(\S+) \((.+)\)$/s.exec(former.subject ?? '')) || [];
  return name === undefined || subject === undefined ? former : { ...former, subject, package: name };
}
