/** Plugins of Vite, in any of its versions, that transform modules by their syntax alone. */
const ofVite = new Set(
  (
    'asset asset-import-meta-url client-inject css css-analysis css-post define dynamic-import-vars esbuild ' +
    'esbuild-transpile html-inline-proxy import-analysis import-glob json modulepreload-polyfill optimized-deps oxc ' +
    'pre-alias resolve wasm-fallback wasm-helper worker worker-import-meta-url worker-post'
  )
    .split(' ')
    .map((name) => `vite:${name}`),
);

/** Whether a plugin is one of Vite's or Vitest's own, or of nx-testmon: it ignores comments and types. */
export function isKnownPlugin(name: string): boolean {
  return (
    name === 'vitest' ||
    name === 'alias' ||
    ofVite.has(name) ||
    /^(?:vitest|builtin|native|nx-testmon):/.test(name)
  );
}
