import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  test: {
    include: ['**/*.e2e.test.ts'],
    // A test without an assertion fails.
    expect: { requireAssertions: true },
    globalSetup: ['harness/global-setup.ts'],
    // Each test file starts several Nx processes at a time. Test files in parallel would only compete for
    // processors.
    fileParallelism: false,
    testTimeout: 600_000,
    hookTimeout: 600_000,
  },
});
