import { readList, readNumber, readOptions, type ReadOptions } from '../../shared/read-options.mts';

const usage = `usage: npm run bench:order -- [options]

  --projects a,b   projects of e2e/fixtures/constructs (data,flow,loading,shapes,text)
  --mutants N      mutants of each project (20)
  --seed N         the same seed gives the same mutants (1)
  --json FILE      write all measurements`;

const projects = ['data', 'flow', 'loading', 'shapes', 'text'] as const;

const definitions = {
  projects: { type: 'string', default: projects.join() },
  mutants: { type: 'string', default: '20' },
  seed: { type: 'string', default: '1' },
  json: { type: 'string' },
} as const;

export interface OrderOptions {
  readonly projects: readonly string[];
  readonly mutants: number;
  readonly seed: number;
  readonly json: string | undefined;
}

export function parseOptions(argv: readonly string[]): ReadOptions<OrderOptions> {
  return readOptions({ argv, usage, definitions }, ({ values }) => ({
    projects: readList('projects', values.projects, projects),
    mutants: readNumber('mutants', values.mutants, 1),
    seed: readNumber('seed', values.seed, 0),
    json: values.json,
  }));
}
