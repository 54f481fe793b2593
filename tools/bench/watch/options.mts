import { readNumber, readOptions, type ReadOptions } from '../../shared/read-options.mts';

const usage = `usage: npm run bench:watch -- [options]

  --projects N   projects of the workspace, 86 modules each (24)
  --rounds N     number of measured saves (5)
  --json FILE    write all measurements`;

const definitions = {
  projects: { type: 'string', default: '24' },
  rounds: { type: 'string', default: '5' },
  json: { type: 'string' },
} as const;

export interface WatchBenchOptions {
  readonly projects: number;
  readonly rounds: number;
  readonly json: string | undefined;
}

export function parseOptions(argv: readonly string[]): ReadOptions<WatchBenchOptions> {
  return readOptions({ argv, usage, definitions }, ({ values }) => ({
    projects: readNumber('projects', values.projects, 1),
    rounds: readNumber('rounds', values.rounds, 1),
    json: values.json,
  }));
}
