// Checks selections with real defects. At each commit that fixes a defect, nx-testmon collects, the fix is
// reversed, and every test file that then fails must be selected.
// usage: npm run defects -- <workspace folder> [options]; --help lists them
import { join } from 'node:path';
import { makeClone, prefixOf } from '../replay/history.mts';
import { endLeftOvers } from '../replay/shell.mts';
import { endChildrenOnExit } from '../shared/running-processes.mts';
import { asKept } from '../shared/kept-state.mts';
import { finishRun, openRunFolder } from '../shared/resumable-run.mts';
import { describeError, stop } from '../shared/stop.mts';
import { checkFix, checkFixAt, collectForAll } from './check-fix.mts';
import { defectsCommands } from './defects-commands.mts';
import { type Fix, findFixes } from './find-fixes.mts';
import { type DefectsOptions, parseOptions } from './options.mts';
import { renderFixes, renderProgress, summarise } from './render-fixes.mts';
import { type DefectsPlan, readState, stateFile, stateName, writeState } from './state.mts';

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
  const { dir, clone } = openRunFolder(options, stateName);

  const folder = prefixOf(options.workspace);
  const fixes = findFixes(options, folder);
  if (fixes.length === 0) stop('defects', 'no commit looks like a fix with tests; name some with --commits');
  const plan = planOf(options, fixes);
  const { fixes: known, installed } = readState(dir, plan) ?? { fixes: [], installed: undefined };
  const done = known.length;
  if (done > 0) console.log(`defects: continuing after ${done} of ${fixes.length} fixes`);
  endLeftOvers(clone);
  makeClone(options.workspace, clone);
  const root = join(clone, folder);
  const commands = defectsCommands(root, options);

  const all = { clone, root, options, commands, installed: undefined };
  const isOver = done === fixes.length;
  const collected = options.at === undefined || isOver ? undefined : await collectForAll(options.at, all);

  const checked = await finishRun({
    items: fixes,
    from: { results: known, installed },
    async check(fix, { installed }) {
      const request = { clone, root, options, commands, installed };
      if (collected !== undefined) return { result: await checkFixAt(collected, fix, request), installed };
      const { fix: result, installed: newlyInstalled } = await checkFix(fix, request);
      return { result, installed: newlyInstalled };
    },
    keep: ({ results, installed }) =>
      writeState(dir, { plan, installed, fixes: results, summary: summarise(results) }),
    render: renderProgress,
  });
  console.log(`\n${renderFixes(checked)}\n\ndefects: ${stateFile(dir)}`);
  process.exitCode = summarise(checked).missed > 0 ? 1 : 0;
}

main().catch((error: unknown) => stop('defects', describeError(error)));
