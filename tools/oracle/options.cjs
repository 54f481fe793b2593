const { readFolder, readList, readNumber, readOptions } = require('../shared/read-options.cjs');
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
  copies: { type: 'string', default: '0' },
  peers: { type: 'boolean', default: false },
  json: { type: 'string' },
  'time-limit': { type: 'string' },
};

/**
 * @param argv the words after the script's name
 * @returns `{ ok: true, options }`, or `{ ok: false, problem }` with what to print
 */
function parseOptions(argv) {
  return readOptions({ argv, usage, definitions, allowPositionals: true }, ({ values, positionals }) => ({
    workspace: readFolder(positionals),
    mutants: readNumber('mutants', values.mutants, 1),
    seed: readNumber('seed', values.seed, 0),
    target: values.target,
    projects: values.projects === undefined ? undefined : readList('projects', values.projects),
    kinds: values.kinds === undefined ? kinds : readList('kinds', values.kinds, kinds),
    direct: values.direct,
    collected: values.collected,
    warm: values.warm,
    copies: readNumber('copies', values.copies, 0),
    peers: values.peers,
    json: values.json,
    timeLimitMs:
      values['time-limit'] === undefined
        ? Infinity
        : readNumber('time-limit', values['time-limit'], 1) * 1000,
  }));
}

module.exports = { parseOptions };
