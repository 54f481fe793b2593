import { fileURLToPath } from 'node:url';

const packages = fileURLToPath(new URL('../packages/', import.meta.url));
const testing = fileURLToPath(new URL('./testing/', import.meta.url));
const harness = fileURLToPath(new URL('../e2e/harness/', import.meta.url));

/** Resolves sibling packages to their sources, so that a test sees an edit without a build. */
export const sourceAliases = [
  { find: /^@nx-testmon\/(engine|store)\/([^/]+)$/, replacement: `${packages}$1/src/$2/index.ts` },
  { find: /^@nx-testmon\/testing\/(runner-[^/]+)$/, replacement: `${harness}$1.ts` },
  { find: /^@nx-testmon\/testing$/, replacement: `${testing}create-workspace.ts` },
  {
    find: /^@nx-testmon\/testing\/(account-sources|coverage-constructs|random|without-open-files)$/,
    replacement: `${testing}$1.ts`,
  },
  {
    find: /^@nx-testmon\/testing\/problem-examples$/,
    replacement: `${testing}problem-examples.mts`,
  },
  { find: /^@nx-testmon\/([^/]+)$/, replacement: `${packages}$1/src/index.ts` },
  { find: /^nx-testmon$/, replacement: `${packages}nx/src/index.ts` },
];
