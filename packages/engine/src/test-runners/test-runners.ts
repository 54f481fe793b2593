import { jestRunner } from '@nx-testmon/jest';
import { nodeTestRunner } from '@nx-testmon/node-test';
import type { TestRunners } from '@nx-testmon/runner';
import { vitestRunner } from '@nx-testmon/vitest';

/**
 * All test runners, in the order in which they are tried. A new one needs one more package and one line here.
 * As for every import, the manifest and `tsconfig.json` name the package; TypeScript requires a literal name
 * in the latter.
 */
export const testRunners: TestRunners = [vitestRunner, jestRunner, nodeTestRunner];

/** The values of the option `testRunner`. */
export const testRunnerChoices: readonly [string, ...string[]] = [
  'auto',
  ...testRunners.map(({ name }) => name),
];
