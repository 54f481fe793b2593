import * as v from 'valibot';
import { fallbackFields } from '../../output/fallback-schema';
import {
  countSchema,
  described,
  type DocumentOf,
  lastRunSchema,
  pathSchema,
} from '../../output/schema-parts';

const change = described(
  v.strictObject({
    block: described(v.string(), 'the changed block, as docs/reasons.md names it'),
    kind: described(
      v.picklist(['reached', 'read', 'variable', 'gone']),
      'reached: the steps lead to the test file; read: the test read it when it last ran; variable: the same for an environment variable; gone: the test no longer depends on it, or it was deleted',
    ),
    steps: described(
      v.array(v.string()),
      'blocks and modules between the block and the test file, which comes last',
    ),
    causes: described(
      v.array(v.string()),
      'why the block is a dependency, if it stands for more than was executed and read',
    ),
  }),
  'a change since the test file passed',
);

const module = described(
  v.strictObject({
    path: pathSchema,
    functions: described(countSchema, 'how many functions there are in it'),
    executed: v.optional(
      described(
        v.array(v.string()),
        'the functions that the test file executed; absent if that is not known: then all that its code can reach counts',
      ),
    ),
  }),
  'a module that the test file loads, or whose types it checks',
);

const file = described(
  v.strictObject({
    path: described(v.string(), 'relative to the workspace root; of a folder, with a slash at its end'),
    use: described(
      v.picklist(['content', 'names', 'presence']),
      'names: the names in the folder; presence: whether something is there',
    ),
  }),
  'a file or a folder that is not a module',
);

const packageUse = v.strictObject({
  name: v.string(),
  versions: described(v.array(v.string()), 'by the lockfile, or else as installed; empty if it is not found'),
});

const configuration = described(
  v.strictObject({
    path: described(v.string(), 'a file, or a folder that compiler options apply to'),
    kind: v.picklist(['test runner', 'compiler options', 'package fields']),
  }),
  'what decides how modules are found, compiled or run',
);

const group = described(
  v.strictObject({
    kind: described(
      v.picklist(['project', 'data', 'declared', 'packages']),
      'project: its files and those of the projects that it depends on; data: data files in a folder; declared: files that match a glob of dependsOnFiles; packages: all that are installed',
    ),
    name: described(v.string(), 'the project, the folder, the glob, or *'),
  }),
  'dependencies that are not listed one by one',
);

const dependencies = v.strictObject({
  basis: described(
    v.picklist(['execution', 'code']),
    'execution: what it executed and read when it last ran; code: all that its code can reach',
  ),
  modules: v.array(module),
  files: v.array(file),
  packages: v.array(packageUse),
  variables: described(v.array(v.string()), 'names of environment variables that it read'),
  configuration: v.array(configuration),
  groups: v.array(group),
});

/** A test file of one suite in `explain --json`. */
export const testFileSchema = v.strictObject({
  project: v.string(),
  target: v.string(),
  suite: v.string(),
  file: pathSchema,
  selected: described(v.boolean(), 'whether it would run now'),
  decision: v.picklist([
    'skipped',
    'new',
    'changed',
    'failed-before',
    'environment-changed',
    'not-comparable',
  ]),
  reason: described(v.string(), 'one line for people, as docs/reasons.md lists the reasons'),
  lastRun: v.optional(
    described(lastRunSchema, 'in this environment; absent if the test file is not known to have run'),
  ),
  changes: v.array(change),
  dependencies,
  fallbacks: v.array(
    described(v.strictObject(fallbackFields), 'why the test file depends on more than it executes and reads'),
  ),
});

export type TestFileDocument = DocumentOf<typeof testFileSchema>;
