import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { checkOut } from '../replay/history.mts';
import { addPlugin, prepare } from '../replay/prepare.mts';
import { runShell } from '../replay/shell.mts';
import type { CheckedFix } from './checked-fix.mts';
import type { DefectsCommands } from './defects-commands.mts';
import type { Fix } from './find-fixes.mts';
import type { DefectsOptions } from './options.mts';
import { applyFix, reverseFix } from './reverse-fix.mts';

interface FixRequest {
  readonly clone: string;
  /** The workspace's folder in the clone. */
  readonly root: string;
  readonly options: Pick<DefectsOptions, 'install' | 'build'>;
  readonly commands: DefectsCommands;
  /** Digest of the lockfile that `node_modules` was installed from. */
  readonly installed: string | undefined;
}

interface FixResult {
  readonly fix: CheckedFix;
  /** For the next fix. */
  readonly installed?: string | undefined;
}

/** Collects with the fix, reverses it, and compares what then fails with what is selected. */
export async function checkFix(fix: Fix, request: FixRequest): Promise<FixResult> {
  const { clone, root, options, commands } = request;
  const named = { commit: fix.hash, subject: fix.subject };
  checkOut(clone, fix.hash);
  const change = existsSync(join(root, 'nx.json')) ? addPlugin : undefined;
  const { skipped, installed } = await prepare(root, { ...options, change }, request.installed);
  const skip = (reason: string): FixResult => ({ fix: { ...named, skipped: reason }, installed });
  if (skipped !== undefined) return skip(skipped);
  const build = (): Promise<string | undefined> =>
    options.build === undefined ? Promise.resolve(undefined) : runShell(options.build, root);
  try {
    const collected = await commands.collect();
    const before = await commands.select();
    if (before.total === 0) return skip(`nx-testmon finds no test file: ${collected}`);
    reverseFix(clone, fix);
    const problem = await build();
    if (problem !== undefined) return skip(`does not build without the fix: ${problem}`);
    const { selected, count, total, notes } = await commands.select();
    const run = await commands.runTests();
    if (run.testFiles.size === 0) return skip(`no test file ran without the fix: ${run.output}`);
    const unselected = [...run.failing].filter((file) => !selected.has(file));
    const again = unselected.length === 0 ? new Set<string>() : (await commands.runTests(unselected)).failing;
    const flaky = unselected.filter((file) => !again.has(file));
    const failing = [...run.failing].filter((file) => !flaky.includes(file)).sort();
    const alwaysFailing = await findFailingWithFix(fix, request, failing, build);
    const turned = failing.filter((file) => !alwaysFailing.has(file));
    return {
      fix: {
        ...named,
        turned,
        missed: turned.filter((file) => !selected.has(file)),
        flaky,
        alwaysFailing: [...alwaysFailing].sort(),
        selected: count,
        selectedBefore: before.count,
        total,
        notes: notes.filter((note) => !before.notes.includes(note)),
      },
      installed,
    };
  } catch (error) {
    return skip((error as Error).message);
  }
}

/** Which of the test files that fail without a fix fail with it too. */
async function findFailingWithFix(
  fix: Fix,
  { clone, commands }: FixRequest,
  failing: readonly string[],
  build: () => Promise<string | undefined>,
): Promise<ReadonlySet<string>> {
  if (failing.length === 0) return new Set();
  applyFix(clone, fix);
  const problem = await build();
  if (problem !== undefined) throw new Error(`does not build when the fix is applied again: ${problem}`);
  const { failing: failingWithFix } = await commands.runTests(failing);
  return new Set(failing.filter((file) => failingWithFix.has(file)));
}
