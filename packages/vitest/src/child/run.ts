import {
  errorText,
  exitWithParent,
  readsOfProcess,
  receiveRequest,
  type RunRequest,
  sendToParent,
} from '@nx-testmon/runner';
import { openVitest, type OpenVitest } from './open-vitest';
import { Probes } from './probes';
import { searchUntraced } from './trace-workers';
import { orderSpecifications } from './order-specifications';
import { recordResults } from './record-results';
import { nameSpecification, selectSpecifications } from './select-specifications';
import type { CliOptions, VitestApi } from './vitest-api';

const environmentPackages: Readonly<Record<string, string>> = {
  jsdom: 'jsdom',
  'happy-dom': 'happy-dom',
  'edge-runtime': '@edge-runtime/vm',
};
const coveragePackages: Readonly<Record<string, string>> = {
  v8: '@vitest/coverage-v8',
  istanbul: '@vitest/coverage-istanbul',
};

/** Repeats the steps of `vitest run`, with an additional reporter and with the selection before the run. */
async function run(
  request: RunRequest,
  { vitest, filters, BaseSequencer }: OpenVitest,
  probes?: Probes,
): Promise<void> {
  const root = process.cwd();
  if (!(await packagesAreThere(vitest, root))) {
    process.exitCode = 1;
    return sendToParent({
      type: 'refused',
      message: 'A package that the configuration needs is not installed.',
    });
  }
  if (!request.keepCache) leaveCache(vitest);
  const recorder = recordResults(request, vitest, Date.now, probes);
  vitest.reporters?.push(recorder);
  const specifications = await searchUntraced(() => vitest.globTestSpecifications());
  const found = specifications.map((one) => nameSpecification(request, vitest, one));
  const fallback = probes?.attach(vitest, specifications);
  if (fallback !== undefined) await sendToParent({ type: 'not-collected', fallback });
  await sendToParent({ type: 'found', found });
  orderSpecifications(request, vitest, BaseSequencer);
  let isStarted = false;
  selectSpecifications(request, vitest, async (specifications) => {
    isStarted = true;
    recorder.expect(specifications);
    const files = specifications.map((one) => nameSpecification(request, vitest, one));
    await sendToParent({ type: 'started', files });
  });
  try {
    await vitest.start(filters);
    // Vitest runs nothing if no file matches.
    if (!isStarted) await sendToParent({ type: 'started', files: [] });
  } catch (error) {
    await reportStartError(vitest, error);
  } finally {
    await vitest.close();
    probes?.close();
  }
  // Sent after the teardown of the global setup, which can read files too.
  const reads = readsOfProcess();
  if (reads !== undefined) await sendToParent({ type: 'read', reads });
  const loadedTexts = probes?.takeLoadedTexts();
  if (loadedTexts) await sendToParent({ type: 'loaded', loadedTexts });
}

async function packagesAreThere(vitest: VitestApi, root: string): Promise<boolean> {
  const { environment = 'node', coverage } = vitest.config;
  const environmentPackage = environmentPackages[environment];
  if (environmentPackage && !(await vitest.packageInstaller.ensureInstalled(environmentPackage, root)))
    return false;
  const coveragePackage = coverage.enabled === true ? coveragePackages[coverage.provider ?? 'v8'] : undefined;
  return !coveragePackage || vitest.packageInstaller.ensureInstalled(coveragePackage, root, vitest.version);
}

async function reportStartError(vitest: VitestApi, error: unknown): Promise<void> {
  const { code, constructor } = error as { code?: unknown; constructor?: { name: string } };
  // Vitest has already printed this and set the exit code.
  if (code === 'VITEST_FILES_NOT_FOUND') return sendToParent({ type: 'started', files: [] });
  process.exitCode = 1;
  await sendToParent({ type: 'unhandled', message: errorText(error) });
  const kind = constructor?.name ?? '';
  if (kind.startsWith('Git')) return vitest.logger.error(errorText(error));
  const isUsage =
    /^(IncludeTaskLocationDisabled|RangeLocationFilterProvided|LocationFilterFileNotFound)Error$/.test(kind);
  vitest.logger.printError(
    error,
    isUsage ? { verbose: false } : { fullStack: true, type: 'Unhandled Error' },
  );
}

function withDefaultReporter({ reporter: _, ...options }: CliOptions): CliOptions {
  return { ...options, reporters: ['default'] };
}

/** Reads Vitest's results of earlier runs, which order the files, but does not write them. */
function leaveCache({ cache }: VitestApi): void {
  const nothing = (): Promise<void> => Promise.resolve();
  if (cache?._update !== undefined) cache._update = nothing;
  if (cache?.results?.writeToCache !== undefined) cache.results.writeToCache = nothing;
}

async function main(): Promise<void> {
  const stay = exitWithParent();
  const request = await receiveRequest<RunRequest>();
  let opened: OpenVitest;
  const probes = request.probes === undefined ? undefined : new Probes(request, request.probes);
  try {
    opened = await openVitest(request, {
      plugins: probes ? [probes.plugin] : [],
      ...(request.onlyPrints === true ? { changeOptions: withDefaultReporter } : {}),
    });
  } catch (error) {
    await sendToParent({ type: 'refused', message: errorText(error) });
    console.error('\nStartup Error');
    console.error(error);
    process.exitCode ??= 1;
    process.exit();
  }
  await run(request, opened, probes);
  stay();
  process.disconnect?.();
  await opened.vitest.exit();
}

void main();
