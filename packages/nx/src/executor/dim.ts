import { styleText } from 'node:util';
import type { EnvironmentVariables } from '@nx-testmon/core';

/**
 * A function that makes a text less visible, if an output has colors. Nx sets `FORCE_COLOR` for its tasks, which Node
 * prefers to `NO_COLOR` with a warning.
 */
export function createDim(
  env: EnvironmentVariables,
  stream: NodeJS.WritableStream,
): (text: string) => string {
  return (text) => (env['NO_COLOR'] ? text : styleText('dim', text, { stream }));
}
