import type { Fingerprint, NamedPlaces, WalkInput } from '@nx-testmon/core';
import { inputChecksum, inputsChecksum } from './fact-checksum';
import type { Database } from './load-sqlite';
import type { StoredFact } from './stored-facts';

/** What the walks of facts asked, as a store holds it. @throws SqliteError when a table can't be read */
export interface StoredInputs {
  /** Ids of what the walk of a fact asked; `undefined` where that is not kept, or not what was stored. */
  inputsOf(fact: StoredFact): Uint8Array | undefined;
  /** `undefined` for what is not there, or not what was stored. */
  input(id: number): WalkInput | undefined;
  /** Blocks of a module, of facts of any age. */
  blocksOf(path: string): readonly (Fingerprint & { readonly id: number })[];
}

type InputRow = readonly [WalkInput['kind'], string, string, string, string | null, number];

/** What a module names is read when it is asked for. */
class StoredInput implements WalkInput {
  readonly kind: WalkInput['kind'];
  readonly name: string;
  readonly state: string;
  readonly places: string;
  private readonly namedText: string | null;

  constructor([kind, name, state, places, named]: InputRow) {
    this.kind = kind;
    this.name = name;
    this.state = state;
    this.places = places;
    this.namedText = named;
  }

  get named(): NamedPlaces | undefined {
    return this.namedText === null ? undefined : (JSON.parse(this.namedText) as NamedPlaces);
  }
}

export function readStoredInputs(database: Database): StoredInputs {
  const row = database
    .prepare('SELECT kind, name, state, places, named, checksum FROM input WHERE id = ?')
    .raw();
  const blocks = database.prepare('SELECT id, name AS block, hash FROM block WHERE name >= ? AND name < ?');
  return {
    inputsOf(fact) {
      const { inputs } = fact;
      return inputs !== null && inputsChecksum(fact, inputs) === fact.inputsChecksum ? inputs : undefined;
    },
    input(id) {
      const read = row.get(id) as InputRow | undefined;
      if (!read) return undefined;
      const [kind, name, state, places, named, checksum] = read;
      return inputChecksum({ kind, name, state, places, named }) === checksum
        ? new StoredInput(read)
        : undefined;
    },
    // `$` is what comes after `#`.
    blocksOf: (path) => blocks.all(`${path}#`, `${path}$`) as (Fingerprint & { id: number })[],
  };
}
