const { fork } = require('node:child_process');
const { existsSync } = require('node:fs');
const { join } = require('node:path');
const { directRuns } = require('./direct-runs.cjs');
const { childEnvironment, endProgram, running } = require('./workspace-commands.cjs');

/** Modules that Vitest takes anew when it is told to; all else needs a new process. */
const isPlainModule = /(?<!\.config)\.[cm]?[jt]sx?$/;

/** One Vitest of a project that stays: `run(changed, timeLimitMs)` and `end()`. */
function keepVitest(workspace, { name, root, config, env }) {
  const words = JSON.stringify({ workspace, project: name, config });
  let child;

  function start() {
    child = fork(join(__dirname, 'warm-vitest.mjs'), [words], {
      cwd: join(workspace, root),
      env: childEnvironment({ ...env, VITEST: 'true', NODE_ENV: 'test', TEST: 'true' }),
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      detached: process.platform !== 'win32',
    });
    const started = child;
    running.add(started);
    started.once('exit', () => running.delete(started));
    return new Promise((resolve) => {
      started.once('message', () => resolve(true));
      started.once('exit', () => resolve(false));
    });
  }

  function end() {
    if (child !== undefined) endProgram(child);
    child = undefined;
  }

  async function run(changed, timeLimitMs) {
    const results = [];
    if (child === undefined && !(await start())) {
      child = undefined;
      return { project: name, outcome: 'failed', results, timedOut: false };
    }
    const asked = child;
    const answer = await new Promise((resolve) => {
      const timer = Number.isFinite(timeLimitMs) ? setTimeout(() => settle('late'), timeLimitMs) : undefined;
      const leave = () => settle('gone');
      const settle = (value) => {
        clearTimeout(timer);
        asked.off('exit', leave);
        resolve(value);
      };
      asked.on('message', (message) => {
        if (message.state !== undefined) results.push(message);
        if (message.ended) settle(message);
      });
      asked.once('exit', leave);
      asked.send({ changed });
    });
    asked.removeAllListeners('message');
    if (answer === 'late' || answer === 'gone') end();
    const outcome = answer.passed === true ? 'passed' : 'failed';
    return { project: name, outcome, results, timedOut: answer === 'late' };
  }

  return { run, end };
}

/** As `directRuns`, in one Vitest for each project that stays from mutant to mutant. */
function warmRuns(workspace, graph, options, durations = new Map()) {
  const direct = directRuns(workspace, graph, options, durations);
  const kept = new Map(direct.tested.map((one) => [one.name, keepVitest(workspace, one)]));
  // What the mutant before changed is put back, and so has changed again.
  let before = [];

  async function runAll(projects, files, isBaseline) {
    const changed = [...new Set([...before, ...files])];
    const isFresh = changed.some((file) => !isPlainModule.test(file) || !existsSync(join(workspace, file)));
    if (isFresh) for (const vitest of kept.values()) vitest.end();
    const runs = await Promise.all(
      projects.map(async ({ name }) => {
        const started = Date.now();
        const limit = isBaseline ? Infinity : 20_000 + 5 * durations.get(name);
        const run = await kept.get(name).run(changed, limit);
        if (isBaseline) durations.set(name, Date.now() - started);
        return run;
      }),
    );
    before = [...files];
    // Those that did not run have not heard of it.
    for (const [name, vitest] of kept)
      if (isFresh || !projects.some((one) => one.name === name)) vitest.end();
    return {
      reports: runs,
      results: runs.flatMap(({ results }) => results),
      timedOut: runs.some(({ timedOut }) => timedOut),
      stdout: '',
      stderr: '',
    };
  }

  return {
    ...direct,
    runBaseline: () => runAll(direct.tested, [], true),
    runTests: (files) => runAll(direct.seeing(files), files, false),
  };
}

module.exports = { warmRuns };
