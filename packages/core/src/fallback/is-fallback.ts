import { fallbackKinds } from './describe-fallback';
import type { Fallback } from './fallback';

/** Whether a value from another process is a traced fallback. Traced fallbacks name no block. */
export function isFallback(value: unknown): value is Fallback {
  const { kind, module, line, subject, package: name } = (value ?? {}) as Record<string, unknown>;
  const areTexts = [module, subject, name].every((text) => text === undefined || typeof text === 'string');
  const isKind = (fallbackKinds as readonly unknown[]).includes(kind);
  return isKind && areTexts && (line === undefined || typeof line === 'number');
}
