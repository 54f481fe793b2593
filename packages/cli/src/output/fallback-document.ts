import { describeFallback, type Fallback, fallbackTable, scopeOfFallback } from '@nx-testmon/core';

/** The cause of a fallback in JSON output. */
export function toFallbackDocument(fallback: Fallback) {
  const { kind, module, line, subject } = fallback;
  const { explanation, next } = fallbackTable[kind];
  return {
    kind,
    scope: scopeOfFallback(fallback),
    ...(module === undefined ? {} : { module }),
    ...(line === undefined ? {} : { line }),
    ...(subject === undefined ? {} : { subject }),
    text: describeFallback(fallback),
    explanation,
    next,
  };
}
