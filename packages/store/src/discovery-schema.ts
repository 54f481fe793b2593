import type { Discovery, KeptDiscovery } from '@nx-testmon/core';
import { z } from 'zod';

const text = z.string().max(16_384);
const texts = z.array(text).max(100_000);

const suite = z.strictObject({
  id: text,
  runnerProject: text,
  root: text,
  dir: text,
  include: texts,
  exclude: texts,
  includeSource: texts,
  typecheck: z.strictObject({ include: texts, exclude: texts }),
  setup: texts,
  aliases: z.array(z.strictObject({ find: text, pattern: z.boolean(), replacement: text })).max(100_000),
  conditions: texts,
  extensions: texts,
  mainFields: texts,
  snapshots: z.enum(['default', 'custom']),
  isolate: z.boolean(),
});

const discovery: z.ZodType<Discovery> = z.strictObject({
  runner: z.literal('vitest'),
  version: text,
  suites: z.array(suite).max(10_000),
  configFiles: texts,
});

/**
 * @returns `undefined` for anything that is not a discovery of this version's form: the runner is asked again
 */
export function parseDiscovery(key: string, closure: string, json: string): KeptDiscovery | undefined {
  const parsed = discovery.safeParse(parseJson(json));
  return parsed.success ? { key, closure, discovery: parsed.data } : undefined;
}

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
