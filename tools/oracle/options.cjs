const { parseArgs } = require('node:util');
const { kinds } = require('./mutant-kinds.cjs');

const usage = `usage: npm run oracle -- <workspace folder> [options]

  --mutants N           how many mutants to try (50)
  --seed S              the same seed on the same files gives the same mutants (1)
  --target NAME         target that runs the tests (testmon)
  --projects a,b        only the tests of these projects, and mutants in what they depend on
  --kinds a,b           only these kinds: ${kinds.join(', ')}
  --direct              full runs by Vitest or Jest itself, without Nx, in the project that owns the change and in those
                        that Nx says depend on it; what Nx would build before them is built
  --warm                as --direct, in one Vitest for each project that stays from mutant to mutant
  --copies N            judge in N copies of the workspace side by side, and leave the workspace itself alone
  --collected           take the facts that are there, collect none
  --peers               also ask \`vitest related\` about every mutant
  --json FILE           write everything that was found
  --time-limit SECONDS  start no further mutant after this time`;

const definitions = {
  mutants: { type: 'string', default: '50' },
  seed: { type: 'string', default: '1' },
  target: { type: 'string', default: 'testmon' },
  projects: { type: 'string' },
  kinds: { type: 'string' },
  direct: { type: 'boolean', default: false },
  collected: { type: 'boolean', default: false },
  warm: { type: 'boolean', default: false },
  copies: { type: 'string' },
  peers: { type: 'boolean', default: false },
  json: { type: 'string' },
  'time-limit': { type: 'string' },
  help: { type: 'boolean', default: false },
};

function readNumber(text, name, least) {
  const number = Number(text);
  if (!Number.isInteger(number) || number < least) {
    throw new Error(`--${name} must be a whole number of at least ${least}`);
  }
  return number;
}

const readList = (text) =>
  text
    .split(',')
    .map((one) => one.trim())
    .filter(Boolean);

/**
 * @param argv the words after the script's name
 * @returns `{ ok: true, options }`, or `{ ok: false, problem }` with what to print
 */
function parseOptions(argv) {
  try {
    const { values, positionals } = parseArgs({ args: argv, options: definitions, allowPositionals: true });
    if (values.help) return { ok: false, problem: usage };
    if (positionals.length !== 1) throw new Error('name one workspace folder');
    const wanted = values.kinds === undefined ? kinds : readList(values.kinds);
    const unknown = wanted.filter((kind) => !kinds.includes(kind));
    if (unknown.length > 0) throw new Error(`--kinds: ${unknown.join(', ')} is none of ${kinds.join(', ')}`);
    return {
      ok: true,
      options: {
        workspace: positionals[0],
        mutants: readNumber(values.mutants, 'mutants', 1),
        seed: readNumber(values.seed, 'seed', 0),
        target: values.target,
        projects: values.projects === undefined ? undefined : readList(values.projects),
        kinds: wanted,
        direct: values.direct,
        collected: values.collected,
        warm: values.warm,
        copies: values.copies === undefined ? 0 : readNumber(values.copies, 'copies', 1),
        peers: values.peers,
        json: values.json,
        timeLimitMs:
          values['time-limit'] === undefined
            ? Infinity
            : readNumber(values['time-limit'], 'time-limit', 1) * 1000,
      },
    };
  } catch (error) {
    return { ok: false, problem: `${error.message}\n\n${usage}` };
  }
}

module.exports = { parseOptions };
