import { createRequire } from 'node:module';
import fc from 'fast-check';
import { createWorkspace } from '@nx-testmon/testing';
import { beforeAll, expect, test, vi } from 'vitest';
import { installations, readers, splitName, writers } from './random-lockfiles.testing';

/** The parser of Nx: it finds the packages of a lockfile with their versions, and their dependencies. */
interface NxParser {
  getLockFileNodesForName(
    lockfile: string,
    text: string,
    hash: string,
  ): { readonly nodes: NxNodes; readonly keyMap: unknown };
  getLockFileDependencies(
    manager: string,
    text: string,
    hash: string,
    context: { readonly externalNodes: NxNodes; readonly projects: object },
    keyMap: unknown,
  ): readonly { readonly source: string; readonly target: string }[];
}
type NxNodes = Readonly<
  Record<string, { readonly data: { readonly packageName: string; readonly version: string } }>
>;

let nx: NxParser;

beforeAll(() => {
  // Nx reads which packages pnpm has hoisted in the workspace.
  const workspace = createWorkspace({ 'node_modules/.modules.yaml': 'hoistedDependencies: {}\n' });
  vi.stubEnv('NX_WORKSPACE_ROOT_PATH', workspace.root);
  nx = createRequire(__filename)('nx/src/plugins/js/lock-file/lock-file') as NxParser;
  return () => {
    vi.unstubAllEnvs();
    workspace[Symbol.dispose]();
  };
});

const lockfiles = {
  npm: ['npm', 'package-lock.json'],
  pnpm: ['pnpm', 'pnpm-lock.yaml'],
  yarn: ['yarn', 'yarn.lock'],
  'yarn 1': ['yarn', 'yarn.lock'],
} as const;

test.each(Object.keys(lockfiles) as (keyof typeof lockfiles)[])(
  'the parser of Nx finds the same packages and dependencies in a lockfile of %s',
  (manager) => {
    let seen = 0;
    fc.assert(
      fc.property(installations, (installation) => {
        const text = writers[manager]!(installation);
        const hash = `${manager} ${seen++}`;
        const [name, lockfile] = lockfiles[manager];
        const { nodes, keyMap } = nx.getLockFileNodesForName(lockfile, text, hash);
        const context = { externalNodes: nodes, projects: {} };
        const labels = (id: string) => `${nodes[id]!.data.packageName}@${nodes[id]!.data.version}`;
        const edges = nx
          .getLockFileDependencies(name, text, hash, context, keyMap)
          .map(({ source, target }) => `${labels(source)} needs ${labels(target)}`)
          // For Yarn, Nx also reads the dependencies of the root from the lockfile.
          .filter((edge) => !edge.includes('@workspace:'));
        const { copies } = readers[manager]!(text, installation)!;
        const own = [...copies.values()].filter(({ version }) => version !== undefined);
        const found = own.flatMap((copy) =>
          copy.dependencies.flatMap((needed) =>
            needed.copies.map((id) => {
              const target = copies.get(id)!;
              return `${copy.name}@${copy.version} needs ${target.name}@${target.version}`;
            }),
          ),
        );
        expect(new Set(own.map((copy) => `${copy.name}@${copy.version}`))).toEqual(
          new Set(
            Object.keys(nodes)
              .map(labels)
              .filter((one) => !splitName(one)[1].startsWith('workspace:')),
          ),
        );
        expect(new Set(found)).toEqual(new Set(edges));
      }),
      { numRuns: 50 },
    );
  },
);
