import { codeFallbackTexts } from './code-fallbacks';
import type { FallbackKind } from './fallback';
import type { FallbackTexts } from './fallback-text';
import { runFallbackTexts } from './run-fallbacks';
import { tracedFallbackTexts } from './traced-fallbacks';

/** The texts of all kinds. */
export const fallbackTable = {
  ...codeFallbackTexts,
  ...tracedFallbackTexts,
  ...runFallbackTexts,
} satisfies FallbackTexts<FallbackKind>;
