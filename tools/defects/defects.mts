// Checks selections with real defects: at commits that fix one, nx-testmon collects, the fix is reversed, and every
// test file that then fails must be selected.
// usage: npm run defects -- <workspace folder> [options]; --help lists them
import { mkdirSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { makeClone, prefixOf } from '../replay/history.mts';
import { endLeftOvers } from '../replay/shell.mts';
import { endChildrenOnExit } from '../shared/running-processes.mts';
import { asKept } from '../shared/kept-state.mts';
import { describeError, stop } from '../shared/stop.mts';
import { checkFix, checkFixAt, collectForAll } from './check-fix.mts';
import { defectsCommands } from './defects-commands.mts';
import { type Fix, findFixes } from './find-fixes.mts';
import { type DefectsOptions, parseOptions } from './options.mts';
import { renderFixes, renderProgress, summarise } from './render-fixes.mts';
import { type DefectsPlan, type DefectsState, readState, stateFile, writeState } from './state.mts';

function planOf(options: DefectsOptions, fixes: readonly Fix[]): DefectsPlan {
  const { workspace, at, install, build, tests, runner, projects } = options;
  const plan = {
    workspace,
    at,
    install,
    build,
    tests,
    runner,
    projects,
    fixes: fixes.map(({ hash }) => hash),
  };
  return asKept(plan);
}

async function main(): Promise<void> {
  const parsed = parseOptions(process.argv.slice(2));
  if (!parsed.ok) return stop('defects', parsed.problem);
  const { options } = parsed;
  endChildrenOnExit();
  mkdirSync(options.dir, { recursive: true });
  const dir = realpathSync(options.dir);
  const clone = join(dir, 'clone');
  if (options.fresh) {
    for (const path of [clone, stateFile(dir)]) rmSync(path, { recursive: true, force: true });
  }

  const folder = prefixOf(options.workspace);
  const fixes = findFixes(options, folder);
  if (fixes.length === 0) stop('defects', 'no commit looks like a fix with tests; name some with --commits');
  const plan = planOf(options, fixes);
  let state: DefectsState = readState(dir, plan) ?? { plan, fixes: [] };
  const done = state.fixes.length;
  if (done > 0) console.log(`defects: continuing after ${done} of ${fixes.length} fixes`);
  endLeftOvers(clone);
  makeClone(options.workspace, clone);
  const root = join(clone, folder);
  const commands = defectsCommands(root, options);

  const all = { clone, root, options, commands, installed: undefined };
  const isOver = done === fixes.length;
  const collected = options.at === undefined || isOver ? undefined : await collectForAll(options.at, all);

  for (const [index, fix] of fixes.entries()) {
    if (index < done) continue;
    const { installed } = state;
    const request = { clone, root, options, commands, installed };
    const result =
      collected === undefined
        ? await checkFix(fix, request)
        : { fix: await checkFixAt(collected, fix, request), installed };
    const checked = [...state.fixes, result.fix];
    state = { plan, installed: result.installed, fixes: checked, summary: summarise(checked) };
    writeState(dir, state);
    console.log(renderProgress(result.fix, index + 1, fixes.length));
  }
  console.log(`\n${renderFixes(state.fixes)}\n\ndefects: ${stateFile(dir)}`);
  process.exitCode = summarise(state.fixes).missed > 0 ? 1 : 0;
}

main().catch((error: unknown) => stop('defects', describeError(error)));
