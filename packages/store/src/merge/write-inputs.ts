import { packBlockList, type TraceEntry } from '@nx-testmon/core';
import { inputsChecksum } from '../database/fact-checksum';
import type { Database } from '../database/load-sqlite';
import { readFactOfKey } from '../snapshot/stored-facts';

/** What the walk of one fact asked. */
export interface FactInputs {
  /** Digest of {@link factKey}. */
  readonly factKey: string;
  readonly inputs: readonly TraceEntry[];
}

/**
 * Keeps what walks asked beside their facts; facts that are not there are passed over. The caller holds the
 * transaction.
 */
export function writeInputs(database: Database, learned: readonly FactInputs[]): void {
  if (learned.length === 0) return;
  const inputId = interningInputs(database);
  const update = database.prepare('UPDATE fact SET inputs = ?, inputs_checksum = ? WHERE key = ?');
  for (const { factKey, inputs } of learned) {
    const fact = readFactOfKey(database, factKey);
    if (!fact) continue;
    const packed = Buffer.from(packBlockList(inputs.map(inputId)));
    update.run(packed, inputsChecksum(fact, packed), factKey);
  }
}

/** Row id of an input, which is added when it is new. Facts of one run share the objects. */
function interningInputs(database: Database): (input: TraceEntry) => number {
  const find = database.prepare('SELECT id FROM input WHERE name = ? AND answer = ? AND kind = ?').pluck();
  const insert = database.prepare('INSERT INTO input (kind, name, answer, module) VALUES (?, ?, ?, ?)');
  const known = new Map<TraceEntry, number>();
  const add = ({ kind, name, digest, module }: TraceEntry): number => {
    const found = find.get(name, digest, kind) as number | undefined;
    if (found !== undefined) return found;
    const text = module ? JSON.stringify(module) : null;
    return Number(insert.run(kind, name, digest, text).lastInsertRowid);
  };
  return (input) => {
    let id = known.get(input);
    if (id === undefined) known.set(input, (id = add(input)));
    return id;
  };
}
