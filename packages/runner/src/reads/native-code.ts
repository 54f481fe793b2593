import { type Fallback, packageNameOf } from '@nx-testmon/core';
import type { NxResolver, ReadsSettings } from './reads-settings';

interface ReviewedPackage {
  /** Names of packages, as the source of a regular expression. */
  readonly packages: string;
  /** Why its reads do not need to be traced. */
  readonly because: string;
  /** Whether this applies only in the process of the test runner. */
  readonly inRunnerOnly?: true;
  /**
   * Whether this also applies in a process that a test has started, where no dependency graph compares
   * anything.
   */
  readonly inSubprocess?: true;
}

/** Packages whose native code reads no file of the workspace, or only files that are known anyway. */
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

/** The process of the test runner, a process that runs tests, or one that a test has started. */
export type ProcessRole = ReadsSettings['role'] | 'subprocess';

/** The caller that loads a native module. */
interface NativeLoad {
  /** Packages of the code on the stack, innermost first; `undefined` for code of the workspace. */
  readonly packagesOnStack: () => readonly (string | undefined)[];
  readonly nxResolver: NxResolver | undefined;
}

/**
 * A fallback for native code whose reads may be missed; `undefined` if they can't be missed.
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
  const subject = path.replace(/.*[\\/]/, '');
  return { kind: 'native-code', subject, ...(name === undefined ? {} : { package: name }) };
}

/**
 * Whether Nx's resolver for the test runner loads it, together with code that reads the `paths` of a tsconfig
 * through `fs` and calls no native code. If a test loads Nx itself, the test runner's resolver is asked for
 * the native module, which is then reported.
 */
function isForNxResolver(loadedBy: readonly (string | undefined)[], resolver?: NxResolver): boolean {
  if (resolver === undefined) return false;
  const ends = loadedBy.findIndex((name) => name === undefined || name === resolver.moduleLoader);
  return (ends === -1 ? loadedBy : loadedBy.slice(0, ends)).includes(resolver.package);
}
