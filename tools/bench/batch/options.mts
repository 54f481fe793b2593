import { readNumber, readOptions, type ReadOptions } from '../../shared/read-options.mts';

const usage = `usage: npm run bench:batch -- [options]

  --projects N   projects of the workspace, a hundred files each (24)
  --rounds N     rounds, each one run of all four commands (3)
  --json FILE    write all measurements`;

const definitions = {
  projects: { type: 'string', default: '24' },
  rounds: { type: 'string', default: '3' },
  json: { type: 'string' },
} as const;

export interface BatchOptions {
  readonly projects: number;
  readonly rounds: number;
  readonly json: string | undefined;
}

export function parseOptions(argv: readonly string[]): ReadOptions<BatchOptions> {
  return readOptions({ argv, usage, definitions }, ({ values }) => ({
    // A batch has at least two tasks.
    projects: readNumber('projects', values.projects, 2),
    rounds: readNumber('rounds', values.rounds, 1),
    json: values.json,
  }));
}
