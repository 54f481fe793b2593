import { type Fallback, formatNativeCode, packageNameOf } from '@nx-testmon/core';
import type { NxResolver, ReadsSettings } from './reads-settings';

interface ReviewedPackage {
  /** Names of packages, as the source of a regular expression. */
  readonly packages: string;
  /** Why its reads need not be traced. */
  readonly because: string;
  /** Whether that is so in the process of the runner alone. */
  readonly inRunnerOnly?: true;
  /** Whether that is so in a process that a test has started, for which no dependency graph compares anything. */
  readonly inSubprocess?: true;
}

/** Packages with native code that reads no file of the workspace, or only what is known anyway. */
const reviewed: readonly ReviewedPackage[] = [
  {
    packages: String.raw`@rollup\/rollup-.+`,
    because: 'it parses texts that it is given',
    inSubprocess: true,
  },
  {
    packages: String.raw`@oxc-[^\/]+\/.+|@?oxc-.+`,
    because: 'it parses texts; what its resolver looks for, the dependency graph compares',
  },
  {
    packages: 'lightningcss.*',
    because: 'it compiles texts, and asks its caller for those that they import',
  },
  { packages: 'fsevents', because: 'it watches, and runs of nx-testmon do not', inSubprocess: true },
  {
    packages: String.raw`@unrs\/.+`,
    because: 'it resolves modules for the test runner; the dependency graph does so too',
  },
  {
    packages: String.raw`@swc\/core-.+`,
    because: 'it compiles texts; the configurations that it reads are part of the compile context of modules',
  },
  {
    packages: '@?rolldown.*',
    because: 'it bundles the configuration, whose modules are dependencies of all test files',
    inRunnerOnly: true,
  },
  {
    packages: String.raw`@nx\/nx-.+`,
    because: 'it is asked for the projects, which nx-testmon reads itself',
    inRunnerOnly: true,
  },
];

/** Nx loads its native code from a copy in a temporary folder. */
const nxAddon = /[\\/][^\\/]*nx\.[^\\/]+\.node$/;
/** The package whose rules also apply to the copy. */
const nxAddonPackage = '@nx/nx-native';

/** The process of the test runner, one that runs tests, or one that a test has started. */
export type ProcessRole = ReadsSettings['role'] | 'subprocess';

/** The caller that loads a native module. */
interface NativeLoad {
  /** Packages of the code on the stack, innermost first; `undefined` for code of the workspace. */
  readonly packagesOnStack: () => readonly (string | undefined)[];
  readonly nxResolver: NxResolver | undefined;
}

/**
 * Native code of which reads may be missed; `undefined` where they are not.
 *
 * @param path of the native module
 */
export function untracedNativeCode(path: string, role: ProcessRole, load?: NativeLoad): Fallback | undefined {
  const name = packageNameOf(path);
  const loadedBy = load && nxAddon.test(path) ? load.packagesOnStack() : [];
  const reviewedName = name ?? (loadedBy[0] === 'nx' ? nxAddonPackage : undefined);
  const isReviewed = reviewed.some(
    ({ packages, inRunnerOnly, inSubprocess }) =>
      reviewedName !== undefined &&
      (role === 'runner' || inRunnerOnly !== true) &&
      (role !== 'subprocess' || inSubprocess === true) &&
      new RegExp(`^(?:${packages})$`).test(reviewedName),
  );
  if (isReviewed || isForNxResolver(loadedBy, load?.nxResolver)) return undefined;
  const file = path.replace(/.*[\\/]/, '');
  return { kind: 'native-code', subject: formatNativeCode({ packageName: name, file }) };
}

/**
 * Whether Nx's resolver for the runner loads it, with a helper that reads the `paths` of a tsconfig through `fs` and
 * calls no native code. A test that loads Nx itself asks the runner's resolver for the native module, which is
 * reported then.
 */
function isForNxResolver(loadedBy: readonly (string | undefined)[], resolver?: NxResolver): boolean {
  if (resolver === undefined) return false;
  const ends = loadedBy.findIndex((name) => name === undefined || name === resolver.moduleLoader);
  return (ends === -1 ? loadedBy : loadedBy.slice(0, ends)).includes(resolver.package);
}
