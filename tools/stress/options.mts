import { readList, readNumber, readOptions } from '../shared/read-options.mts';

const parts = ['contention', 'faults', 'fuzz'];

const usage = `usage: npm run stress -- [options]

  --short            the form that a continuous integration runs: 16 processes, 5 times each fault, 1,000 inputs
  --only a,b         only these parts: ${parts.join(', ')}
  --writers N        collecting processes at once (64)
  --readers N        reading processes beside them (64)
  --rounds N         records each writer stores (5)
  --times N          how often each fault is made (100)
  --faults a,b       only these faults
  --inputs N         inputs for each parser (20000)
  --seed S           the same seed gives the same facts, moments and inputs (1)
  --json FILE        write all numbers`;

const long = { writers: 64, readers: 64, rounds: 5, times: 100, inputs: 20_000 };
const short = { writers: 16, readers: 16, rounds: 3, times: 5, inputs: 1_000 };

const definitions = {
  short: { type: 'boolean', default: false },
  only: { type: 'string' },
  faults: { type: 'string' },
  ...Object.fromEntries([...Object.keys(long), 'seed'].map((name) => [name, { type: 'string' }])),
  json: { type: 'string' },
};

/**
 * @param argv the words after the script's name
 * @param faults names of all faults
 * @returns `{ ok: true, options }`, or `{ ok: false, problem }` with what to print
 */
export function parseOptions(argv, faults) {
  const withFaults = `${usage}\n\nfaults: ${faults.join(', ')}`;
  return readOptions({ argv, usage: withFaults, definitions }, ({ values }) => ({
    ...readNumbers(values),
    seed: readNumber('seed', values.seed ?? '1', 0),
    parts: values.only === undefined ? parts : readList('only', values.only, parts),
    faults: values.faults === undefined ? faults : readList('faults', values.faults, faults),
    json: values.json,
  }));
}

/** What is not given is that of the form. */
function readNumbers(values) {
  const form = Object.entries(values.short ? short : long);
  return Object.fromEntries(
    form.map(([name, number]) => [
      name,
      values[name] === undefined ? number : readNumber(name, values[name], 0),
    ]),
  );
}
