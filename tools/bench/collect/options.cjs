const { readFolder, readList, readNumber, readOptions } = require('../../shared/read-options.cjs');

const usage = `usage: npm run bench:collect -- <Nx workspace> --projects a,b [options] [-- arguments of vitest run]

  --projects a,b   whose tests are run
  --rounds N       rounds, each one plain and one collecting run of every project (5)
  --json FILE      write everything that was measured`;

const definitions = {
  projects: { type: 'string' },
  rounds: { type: 'string', default: '5' },
  json: { type: 'string' },
};

/** @returns `{ ok: true, options }`, or `{ ok: false, problem }` with what to print */
function parseOptions(words) {
  const end = words.includes('--') ? words.indexOf('--') : words.length;
  const argv = words.slice(0, end);
  return readOptions({ argv, usage, definitions, allowPositionals: true }, ({ values, positionals }) => {
    return {
      workspace: readFolder(positionals),
      projects: readList('projects', values.projects ?? ''),
      rounds: readNumber('rounds', values.rounds, 1),
      runnerArguments: words.slice(end + 1),
      json: values.json,
    };
  });
}

module.exports = { parseOptions };
