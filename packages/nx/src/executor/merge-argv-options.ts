import { z } from 'zod';
import { ARGV_OPTIONS } from '../hook/variables';

const schema = z.record(z.string(), z.union([z.string(), z.boolean()]));

/** Adds the options that Nx dropped from the command line, which the plugin's hook saved. They win, as any flag does. */
export function mergeArgvOptions(
  options: Readonly<Record<string, unknown>>,
  env: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, unknown>> {
  const text = env[ARGV_OPTIONS];
  if (text === undefined || text === '') return options;
  try {
    return { ...options, ...schema.parse(JSON.parse(text)) };
  } catch {
    // Not ours: only the hook writes it. Collecting less is the side to err on.
    return { ...options, nocollect: true };
  }
}
