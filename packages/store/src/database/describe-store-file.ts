import { closeSync, fstatSync } from 'node:fs';
import { openRegularFile, readPart } from '../files/regular-file';
import { SCHEMA_VERSION } from '../migration/schema';
import { HEADER_BYTES, inspectHeader } from './database-header';

/** The properties in the header of a database file. */
export interface StoreFileDescription {
  /** Size in bytes. */
  readonly bytes: number;
  /** Version of the schema that it was written with. */
  readonly version: number;
}

/** Reads the size and the header of the store's file; `undefined` if it is missing or not a store. */
export function describeStoreFile(file: string): StoreFileDescription | undefined {
  let descriptor: number;
  try {
    descriptor = openRegularFile(file);
  } catch {
    return undefined;
  }
  try {
    const { size } = fstatSync(descriptor);
    const finding = inspectHeader(readPart(descriptor, HEADER_BYTES), size, SCHEMA_VERSION);
    return finding.kind === 'ours' ? { bytes: size, version: finding.version } : undefined;
  } finally {
    closeSync(descriptor);
  }
}
