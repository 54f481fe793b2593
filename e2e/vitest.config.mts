import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  test: {
    include: ['**/*.e2e.test.ts'],
    // A test without an assertion fails.
    expect: { requireAssertions: true },
    globalSetup: ['harness/global-setup.ts'],
    // Each file drives several nx processes at once; files side by side would only fight for cores.
    fileParallelism: false,
    testTimeout: 600_000,
    hookTimeout: 600_000,
  },
});
