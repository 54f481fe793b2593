import type { TestProject } from 'vitest/node';
import { packTarballs, type Tarballs } from './tarballs';

declare module 'vitest' {
  interface ProvidedContext {
    tarballs: Tarballs;
  }
}

export default function setup(project: TestProject): void {
  project.provide('tarballs', packTarballs());
}
