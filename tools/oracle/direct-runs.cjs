const fs = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const { dependenciesOf, dependentsOf, ownerOf, reach } = require('./selections.cjs');
const { runnerCommand } = require('./runner-commands.cjs');
const { findNx, readLines, runProgram } = require('./workspace-commands.cjs');

const executor = 'nx-testmon:testmon';

/** Projects whose tests the target runs, by Nx's graph: `{ name, root, runner, config, env, builds }`. */
function findTestedProjects(graph, { target, projects }) {
  return Object.values(graph.nodes)
    .filter(
      ({ name, data }) => data.targets?.[target]?.executor === executor && (projects?.includes(name) ?? true),
    )
    .map(({ name, data: { root, targets } }) => ({
      name,
      root,
      runner: targets[target].options?.testRunner === 'jest' ? 'jest' : 'vitest',
      config: targets[target].options?.config,
      env: targets[target].options?.env ?? {},
      // Of `^build`, the word.
      builds: (targets[target].dependsOn ?? [])
        .map((dependency) => (typeof dependency === 'string' ? dependency : `^${dependency.target}`))
        .filter((dependency) => dependency.startsWith('^') && dependency !== `^${target}`)
        .map((dependency) => dependency.slice(1)),
    }));
}

/**
 * Full runs without nx-testmon and without Nx: the project's own runner with the project's own configuration.
 *
 * @param workspace real path of its root
 * @param graph Nx's own
 * @param durations of the projects in ms, as `runBaseline` finds them
 */
function directRuns(workspace, graph, options, durations = new Map()) {
  const tested = findTestedProjects(graph, options);

  async function runProject({ name, root, runner, config, env }, isBaseline) {
    const cwd = join(workspace, root);
    const folder = fs.mkdtempSync(join(tmpdir(), 'nx-testmon-oracle-'));
    const resultFile = join(folder, 'results.jsonl');
    const words = runnerCommand[runner](cwd, config);
    const started = Date.now();
    try {
      const { code, timedOut } = await runProgram(workspace, words, {
        cwd,
        // A mutant may loop for ever.
        timeLimitMs: isBaseline ? Infinity : 20_000 + 5 * durations.get(name),
        env: {
          ...env,
          ORACLE_RESULTS: resultFile,
          ORACLE_WORKSPACE: workspace,
          NX_TASK_TARGET_PROJECT: name,
        },
      });
      if (isBaseline) durations.set(name, Date.now() - started);
      const report = { project: name, outcome: code === 0 ? 'passed' : 'failed' };
      return { reports: [report], results: readLines(resultFile), timedOut };
    } finally {
      fs.rmSync(folder, { recursive: true, force: true });
    }
  }

  async function runAll(projects, { isBaseline, atOnce }) {
    const runs = [];
    const waiting = [...projects];
    const work = async () => {
      while (waiting.length > 0) runs.push(await runProject(waiting.shift(), isBaseline));
    };
    await Promise.all(Array.from({ length: atOnce }, work));
    return {
      reports: runs.flatMap(({ reports }) => reports),
      results: runs.flatMap(({ results }) => results),
      timedOut: runs.some(({ timedOut }) => timedOut),
      stdout: '',
      stderr: '',
    };
  }

  /** Projects that can see the files; a file of no project is seen by all. */
  function seeing(files) {
    const owners = files.map((file) => ownerOf(graph, file));
    if (owners.includes(undefined)) return tested;
    const affected = reach(dependentsOf(graph), owners);
    return tested.filter(({ name }) => affected.has(name));
  }

  return {
    durations,
    tested,
    seeing,

    /** Every test, nothing changed. */
    runBaseline: () => runAll(tested, { isBaseline: true, atOnce: Math.max(1, options.copies) }),

    /** Every test of the projects that can see these files. */
    runTests: (files) => runAll(seeing(files), { isBaseline: false, atOnce: 1 }),

    /** Builds again what Nx would build before those tests, as far as it is made from these files. */
    async build(files) {
      const owners = files.map((file) => ownerOf(graph, file)).filter((name) => name !== undefined);
      const wanted = new Set();
      for (const { name, builds } of seeing(files)) {
        const reached = reach(dependenciesOf(graph), [name]);
        for (const owner of owners.filter((one) => one !== name && reached.has(one))) {
          for (const build of builds)
            if (graph.nodes[owner].data.targets?.[build]) wanted.add(`${owner}:${build}`);
        }
      }
      for (const task of wanted) {
        const words = [findNx(workspace), 'run', task, '--skip-nx-cache'];
        await runProgram(workspace, words, { env: { NX_ISOLATE_PLUGINS: 'false' } });
      }
    },
  };
}

module.exports = { directRuns };
