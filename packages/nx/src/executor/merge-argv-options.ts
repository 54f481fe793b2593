import { dictionary, type EnvironmentVariables } from '@nx-testmon/core';
import * as v from 'valibot';
import { ARGV_OPTIONS } from '../hook/variables';

const schema = dictionary(v, v.union([v.string(), v.boolean()]));

/**
 * Adds the options that Nx dropped from the command line and that the hook saved. As all flags, they take
 * precedence.
 */
export function mergeArgvOptions(
  options: Readonly<Record<string, unknown>>,
  env: EnvironmentVariables,
): Readonly<Record<string, unknown>> {
  const text = env[ARGV_OPTIONS];
  if (text === undefined || text === '') return options;
  try {
    return { ...options, ...v.parse(schema, JSON.parse(text)) };
  } catch {
    // The hook did not write this value. To be safe, nothing is collected.
    return { ...options, nocollect: true };
  }
}
