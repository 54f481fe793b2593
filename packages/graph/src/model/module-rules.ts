import type { RunnerSyntax } from '@nx-testmon/core';

/** What determines how the text of a module is read. */
export interface ModuleRules {
  /** Its extension determines the syntax. */
  readonly path: string;
  /** Of all test runners. */
  readonly syntax: RunnerSyntax;
}
