import { readNumber, readOptions, type ReadOptions } from '../../shared/read-options.mts';

const usage = `usage: npm run bench:noop -- [options]

  --projects N   projects of the workspace, a hundred files each (100)
  --layers N     layers of projects; each project depends on three of the layer below; with as many layers as
                 projects, a test loads the whole workspace (4)
  --rounds N     rounds, each one run of both tasks (5)
  --json FILE    write all measurements`;

const definitions = {
  projects: { type: 'string', default: '100' },
  layers: { type: 'string', default: '4' },
  rounds: { type: 'string', default: '5' },
  json: { type: 'string' },
} as const;

export interface NoopOptions {
  readonly projects: number;
  readonly layers: number;
  readonly rounds: number;
  readonly json: string | undefined;
}

export function parseOptions(argv: readonly string[]): ReadOptions<NoopOptions> {
  return readOptions({ argv, usage, definitions }, ({ values }) => {
    const projects = readNumber('projects', values.projects, 1);
    const layers = Math.min(projects, readNumber('layers', values.layers, 1));
    return { projects, layers, rounds: readNumber('rounds', values.rounds, 1), json: values.json };
  });
}
