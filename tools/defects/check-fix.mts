import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { checkOut } from '../replay/history.mts';
import { addPlugin, prepare } from '../replay/prepare.mts';
import { runShell } from '../replay/shell.mts';
import type { CheckedFix } from './checked-fix.mts';
import type { DefectsCommands, SelectedFiles } from './defects-commands.mts';
import type { Fix } from './find-fixes.mts';
import type { DefectsOptions } from './options.mts';
import { applyFix, reverseFix, reverseLater } from './reverse-fix.mts';

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
  /** Digest of the installed lockfile, for the next fix. */
  readonly installed?: string | undefined;
}

/** A commit at which nx-testmon has collected. */
export interface CollectedCommit {
  readonly hash: string;
  readonly before: SelectedFiles;
  /** The test files that fail at this commit, if they are known. */
  readonly failing?: ReadonlySet<string>;
}

/**
 * Checks out a commit, and collects.
 *
 * @throws Error if that is not possible
 */
async function collectAt(
  hash: string,
  { clone, root, options, commands, installed: installedBefore }: FixRequest,
): Promise<{ readonly collected: CollectedCommit; readonly installed: string | undefined }> {
  checkOut(clone, hash);
  const { skipped, installed } = await prepare(root, { ...options, change: changeOf(root) }, installedBefore);
  if (skipped !== undefined) throw new Error(skipped);
  const output = await commands.collect();
  const before = await commands.select();
  if (before.total === 0) throw new Error(`nx-testmon finds no test file: ${output}`);
  return { collected: { hash, before }, installed };
}

const changeOf = (root: string): typeof addPlugin | undefined =>
  existsSync(join(root, 'nx.json')) ? addPlugin : undefined;

const skip = ({ hash, subject }: Fix, error: unknown): CheckedFix => ({
  commit: hash,
  subject,
  skipped: (error as Error).message,
});

/**
 * Collects at the commit of the fix, reverses the fix, and compares the test files that then fail with the
 * selected ones.
 */
export async function checkFix(fix: Fix, request: FixRequest): Promise<FixResult> {
  let { installed } = request;
  try {
    const at = await collectAt(fix.hash, request);
    installed = at.installed;
    reverseFix(request.clone, fix);
    return { fix: await compareReversed(fix, at.collected, request), installed };
  } catch (error) {
    return { fix: skip(fix, error), installed };
  }
}

/**
 * Collects once at a commit, for all fixes that are reversed there.
 *
 * @throws Error if that is not possible
 */
export async function collectForAll(hash: string, request: FixRequest): Promise<CollectedCommit> {
  const { collected } = await collectAt(hash, request);
  const { failing } = await request.commands.runTests();
  return { ...collected, failing };
}

/** Reverses a fix at a later commit, and compares the test files that then fail with the selected ones. */
export async function checkFixAt(
  collected: CollectedCommit,
  fix: Fix,
  request: FixRequest,
): Promise<CheckedFix> {
  const { clone, root } = request;
  checkOut(clone, collected.hash);
  changeOf(root)?.(root);
  try {
    if (!reverseLater(clone, fix)) throw new Error('its sources have changed since');
    return await compareReversed(fix, collected, request);
  } catch (error) {
    return skip(fix, error);
  }
}

async function compareReversed(
  fix: Fix,
  collected: CollectedCommit,
  request: FixRequest,
): Promise<CheckedFix> {
  const { commands } = request;
  const { before } = collected;
  const problem = await build(request);
  if (problem !== undefined) throw new Error(`does not build without the fix: ${problem}`);
  const { selected, count, total, reasons, notes } = await commands.select();
  const run = await commands.runTests();
  if (run.testFiles.size === 0) throw new Error(`no test file ran without the fix: ${run.output}`);
  const unselected = [...run.failing].filter(
    (file) => !selected.has(file) && collected.failing?.has(file) !== true,
  );
  const again = unselected.length === 0 ? new Set<string>() : (await commands.runTests(unselected)).failing;
  const flaky = unselected.filter((file) => !again.has(file));
  const failing = [...run.failing].filter((file) => !flaky.includes(file)).sort();
  const withFix = collected.failing ?? (await findFailingWithFix(fix, request, failing));
  const turned = failing.filter((file) => !withFix.has(file));
  return {
    commit: fix.hash,
    subject: fix.subject,
    turned,
    missed: turned.filter((file) => !selected.has(file)),
    flaky,
    alwaysFailing: failing.filter((file) => withFix.has(file)),
    selected: count,
    selectedBefore: before.count,
    total,
    reasons,
    notes: notes.filter((note) => !before.notes.includes(note)),
  };
}

function build({ root, options }: FixRequest): Promise<string | undefined> {
  return options.build === undefined ? Promise.resolve(undefined) : runShell(options.build, root);
}

/** Finds the test files that fail both without the fix and with it. */
async function findFailingWithFix(
  fix: Fix,
  request: FixRequest,
  failing: readonly string[],
): Promise<ReadonlySet<string>> {
  if (failing.length === 0) return new Set();
  applyFix(request.clone, fix);
  const problem = await build(request);
  if (problem !== undefined) throw new Error(`does not build when the fix is applied again: ${problem}`);
  return (await request.commands.runTests(failing)).failing;
}
