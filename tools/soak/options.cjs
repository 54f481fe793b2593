const { parseArgs } = require('node:util');

const parts = ['contention', 'faults', 'fuzz'];

const usage = `usage: npm run soak -- [options]

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
  help: { type: 'boolean', default: false },
};

function readNumber(name, text) {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 0) throw new Error(`--${name} must be a whole number`);
  return number;
}

function readList(name, text, known) {
  if (text === undefined) return known;
  const list = text.split(',').map((one) => one.trim());
  const unknown = list.filter((one) => !known.includes(one));
  if (unknown.length > 0) throw new Error(`--${name}: ${unknown.join(', ')} is none of ${known.join(', ')}`);
  return list;
}

/**
 * @param argv the words after the script's name
 * @param faults names of all faults
 * @returns `{ ok: true, options }`, or `{ ok: false, problem }` with what to print
 */
function parseOptions(argv, faults) {
  try {
    const { values } = parseArgs({ args: argv, options: definitions });
    if (values.help) return { ok: false, problem: `${usage}\n\nfaults: ${faults.join(', ')}` };
    const numbers = Object.entries(values.short ? short : long).map(([name, number]) => [
      name,
      values[name] === undefined ? number : readNumber(name, values[name]),
    ]);
    return {
      ok: true,
      options: {
        ...Object.fromEntries(numbers),
        seed: readNumber('seed', values.seed ?? '1'),
        parts: readList('only', values.only, parts),
        faults: readList('faults', values.faults, faults),
        json: values.json,
      },
    };
  } catch (error) {
    return { ok: false, problem: `${error.message}\n\n${usage}` };
  }
}

module.exports = { parseOptions };
