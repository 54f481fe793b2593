import { childScripts, type ReadsSettings } from '@nx-testmon/runner';

/** In a worker a bundler is something that a test calls. */
const ofWorkers = String.raw`vitest|vite-node|@vitest\/.+|tinypool`;
/** Those that load, transform and resolve modules for Vitest; what they look for, the walk looks for as well. */
const ofRunner = String.raw`${ofWorkers}|vite|rollup|rolldown|esbuild|tsconfck|vite-tsconfig-paths|tsconfig-paths|nx|@nx\/.+`;

export function workerReads(root: string): ReadsSettings {
  return { root, role: 'worker', adapter: childScripts(__dirname), packages: { runner: ofWorkers } };
}

export function runnerReads(root: string): ReadsSettings {
  return { root, role: 'runner', adapter: childScripts(__dirname), packages: { runner: ofRunner } };
}
