import { rmSync } from 'node:fs';
import type { TestProject } from 'vitest/node';
import { packTarballs, type Tarballs } from './tarballs';

declare module 'vitest' {
  interface ProvidedContext {
    tarballs: Tarballs;
  }
}

/** Packs the packages once for all end-to-end tests. The tests need a POSIX shell and symbolic links. */
export default function setup(project: TestProject): () => void {
  if (process.platform === 'win32')
    throw new Error('The end-to-end tests do not run on Windows. Run them on Linux or macOS, or in WSL.');
  const tarballs = packTarballs();
  project.provide('tarballs', tarballs);
  return () => rmSync(tarballs.folder, { recursive: true });
}
