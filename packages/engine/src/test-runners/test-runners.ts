import { jestRunner } from '@nx-testmon/jest';
import { nodeTestRunner } from '@nx-testmon/node-test';
import type { TestRunners } from '@nx-testmon/runner';
import { vitestRunner } from '@nx-testmon/vitest';

/**
 * All test runners, in the order in which a project is looked at. Another one is one more package and one line here,
 * and as any import, the package stands in the manifest and in `tsconfig.json`, where TypeScript needs it literally.
 */
export const testRunners: TestRunners = [vitestRunner, jestRunner, nodeTestRunner];

/** The values of the option `testRunner`. */
export const testRunnerChoices: readonly [string, ...string[]] = [
  'auto',
  ...testRunners.map(({ name }) => name),
];
