const { createHash } = require('node:crypto');
const { existsSync, readFileSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { lockfileNames } = require('../../packages/core/dist');
const { findMissed, keyOf, readOutcomes } = require('../oracle/test-outcomes.cjs');
const { checkOut } = require('./history.cjs');
const { runShell } = require('./shell.cjs');

const nothingFails = { failing: new Set(), failedProjects: [] };

function digestLockfiles(root) {
  const hash = createHash('sha256');
  for (const name of lockfileNames.filter((one) => existsSync(join(root, one)))) {
    hash.update(name).update(readFileSync(join(root, name)));
  }
  return hash.digest('hex');
}

/** Commits from before nx-testmon was there do not name it. @throws Error when nx.json can't be read */
function addPlugin(root) {
  const file = join(root, 'nx.json');
  const nxJson = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  const plugins = nxJson.plugins ?? [];
  if (plugins.some((one) => (one.plugin ?? one) === 'nx-testmon')) return;
  writeFileSync(
    file,
    `${JSON.stringify({ ...nxJson, plugins: [...plugins, 'nx-testmon'] }, undefined, 2)}\n`,
  );
}

/** @returns why the commit can't be tried, or `{ installed }`: the lockfile that `node_modules` is of */
async function makeReady(root, { install, build }, installed) {
  const lockfile = digestLockfiles(root);
  if (install !== undefined && lockfile !== installed) {
    const problem = await runShell(install, root);
    if (problem !== undefined) return { skipped: `install failed: ${problem}` };
  }
  if (!existsSync(join(root, 'node_modules'))) return { skipped: 'there is no node_modules; give --install' };
  addPlugin(root);
  const problem = build === undefined ? undefined : await runShell(build, root);
  return problem === undefined
    ? { installed: lockfile }
    : { skipped: `build failed: ${problem}`, installed: lockfile };
}

async function timed(run) {
  const started = Date.now();
  return [await run(), Date.now() - started];
}

/** Test files that our run has selected; a project that could not be asked has said so loudly. */
function selectionOf(reports) {
  const answered = reports.filter(({ outcome }) => outcome !== 'broken');
  const selected = new Set(
    answered.flatMap(({ project, selected: files }) => files.map(({ file }) => keyOf({ project, file }))),
  );
  const known = new Set(answered.map(({ project }) => project));
  return {
    isSelected: (key) => selected.has(key) || !known.has(key.slice(0, key.indexOf(': '))),
    selectsWhole: (project) => answered.every((one) => one.project !== project || one.skipped === 0),
  };
}

/** Runs everything, and once more where something was missed: what then passes is flaky. */
async function compare(commands, reports) {
  const [run, durationMs] = await timed(() => commands.runEverything());
  const selection = selectionOf(reports);
  const outcomes = readOutcomes(run);
  const first = findMissed(outcomes, nothingFails, selection);
  const again =
    first.length === 0
      ? []
      : findMissed(readOutcomes(await commands.runEverything()), nothingFails, selection);
  return {
    durationMs,
    testFiles: outcomes.testFiles.size,
    failing: [...outcomes.failing].sort(),
    missed: first.filter((name) => again.includes(name)),
    flaky: first.filter((name) => !again.includes(name)),
  };
}

/**
 * One commit: checks it out, makes it ready, runs ours with collecting, and where asked everything.
 *
 * @param surroundings `{ clone, root, options, commands, installed, full }`; `root` is the workspace's folder in it
 * @returns the step, and `installed` for the next one
 */
async function replayStep({ hash, subject }, { clone, root, options, commands, installed, full }) {
  const commit = { commit: hash, subject };
  checkOut(clone, hash);
  const ready = await makeReady(root, options, installed);
  if (ready.skipped !== undefined) {
    return { step: { ...commit, skipped: ready.skipped }, installed: ready.installed };
  }
  const [{ reports, stdout, stderr }, durationMs] = await timed(() => commands.collect());
  if (reports.length === 0) {
    const said = `${stdout}${stderr}`.trim().split('\n').slice(-5).join('\n');
    return { step: { ...commit, skipped: `no task reported: ${said}` }, installed: ready.installed };
  }
  const sum = (value) => reports.reduce((all, report) => all + value(report), 0);
  const step = {
    ...commit,
    selected: sum((report) => report.selected.length),
    total: sum((report) => report.total),
    durationMs,
    failed: reports.filter(({ outcome }) => outcome !== 'passed').map(({ project }) => project),
    broken: reports.filter(({ outcome }) => outcome === 'broken').map(({ project }) => project),
    ...(full ? { full: await compare(commands, reports) } : {}),
  };
  return { step, installed: ready.installed };
}

module.exports = { replayStep };
