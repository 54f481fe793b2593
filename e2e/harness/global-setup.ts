import { rmSync } from 'node:fs';
import type { TestProject } from 'vitest/node';
import { packTarballs, type Tarballs } from './tarballs';

declare module 'vitest' {
  interface ProvidedContext {
    tarballs: Tarballs;
  }
}

export default function setup(project: TestProject): () => void {
  const tarballs = packTarballs();
  project.provide('tarballs', tarballs);
  return () => rmSync(tarballs.folder, { recursive: true });
}
