import type { FileStamp, FileState } from '@nx-testmon/core';

/** The status of a file as columns: integers of SQLite have 64 bits and a sign. */
export function toFileColumns({ size, mtimeNs, ctimeNs, ino }: FileState): FileState {
  return { size: signed(size), mtimeNs: signed(mtimeNs), ctimeNs: signed(ctimeNs), ino: signed(ino) };
}

/** A row of files, whose integers are read as bigint. */
export interface FileRow extends FileState {
  readonly contentHash: string;
  readonly indexedAt: number;
}

/** Called for every file of a workspace in every run, so the usual row is not copied. */
export function fromFileRow(row: FileRow): FileStamp {
  return row.ino < 0n ? { ...row, ino: BigInt.asUintN(64, row.ino) } : row;
}

function signed(value: bigint): bigint {
  return BigInt.asIntN(64, value);
}
