import { packBlockList, type WalkInput } from '@nx-testmon/core';
import { inputChecksum, inputsChecksum } from './fact-checksum';
import type { Database } from './load-sqlite';
import { readFactOfKey } from './stored-facts';

/** What the walk of one fact asked. */
export interface FactInputs {
  /** Digest of {@link factKey}. */
  readonly factKey: string;
  readonly inputs: readonly WalkInput[];
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
function interningInputs(database: Database): (input: WalkInput) => number {
  const find = database
    .prepare('SELECT id FROM input WHERE kind = ? AND name = ? AND state = ? AND places = ?')
    .pluck();
  const insert = database.prepare(
    'INSERT INTO input (kind, name, state, places, named, checksum) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const known = new Map<WalkInput, number>();
  const add = (input: WalkInput): number => {
    const { kind, name, state, places } = input;
    const found = find.get(kind, name, state, places) as number | undefined;
    if (found !== undefined) return found;
    const named = input.named ? JSON.stringify(input.named) : null;
    const checksum = inputChecksum({ kind, name, state, places, named });
    return Number(insert.run(kind, name, state, places, named, checksum).lastInsertRowid);
  };
  return (input) => {
    let id = known.get(input);
    if (id === undefined) known.set(input, (id = add(input)));
    return id;
  };
}
