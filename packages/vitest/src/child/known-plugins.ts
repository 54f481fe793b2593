/** Plugins of any version of Vite that transform modules by their syntax only. */
const ofVite = new Set(
  (
    'asset asset-import-meta-url client-inject css css-analysis css-post define dynamic-import-vars esbuild ' +
    'esbuild-transpile html-inline-proxy import-analysis import-glob json modulepreload-polyfill optimized-deps oxc ' +
    'pre-alias resolve wasm-fallback wasm-helper worker worker-import-meta-url worker-post'
  )
    .split(' ')
    .map((name) => `vite:${name}`),
);

/** Whether a plugin belongs to Vite, Vitest or nx-testmon. Such a plugin ignores comments and types. */
export function isKnownPlugin(name: string): boolean {
  return (
    name === 'vitest' ||
    name === 'alias' ||
    ofVite.has(name) ||
    /^(?:vitest|builtin|native|nx-testmon):/.test(name)
  );
}
