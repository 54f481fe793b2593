const { spawn } = require('node:child_process');
const fs = require('node:fs');
const { tmpdir } = require('node:os');
const { dirname, join } = require('node:path');
const { reporters } = require('./runner-commands.cjs');

const running = new Set();

/** Ends a program with everything that it started. */
function endProgram(child) {
  try {
    process.kill(process.platform === 'win32' ? child.pid : -child.pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}

/** Ends everything that was started. */
function endRunning() {
  for (const child of running) endProgram(child);
}

function childEnvironment(added) {
  const env = {
    ...process.env,
    NX_DAEMON: 'false',
    NX_TUI: 'false',
    NX_INTERACTIVE: 'false',
    NO_COLOR: '1',
    // Snapshots are compared and never written, in every run alike.
    CI: process.env.CI || 'true',
    ...added,
  };
  // What npm sets for its scripts is no part of a user's shell.
  for (const name of Object.keys(env)) if (/^npm_/.test(name) || name === 'INIT_CWD') delete env[name];
  return env;
}

/** Runs one of the workspace's own programs to its end, or until the time is over. */
function runProgram(workspace, words, { env = {}, timeLimitMs = Infinity, cwd = workspace } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, words, {
      cwd,
      env: childEnvironment(env),
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: process.platform !== 'win32',
    });
    running.add(child);
    let stdout = '';
    let stderr = '';
    let timedOut = false;
    child.stdout.on('data', (chunk) => (stdout += chunk));
    child.stderr.on('data', (chunk) => (stderr += chunk));
    const timer = Number.isFinite(timeLimitMs)
      ? setTimeout(() => {
          timedOut = true;
          endProgram(child);
        }, timeLimitMs)
      : undefined;
    child.on('error', reject);
    child.on('close', (code) => {
      clearTimeout(timer);
      running.delete(child);
      resolve({ code: code ?? 128, stdout, stderr, timedOut });
    });
  });
}

function readLines(file) {
  if (!fs.existsSync(file)) return [];
  return fs
    .readFileSync(file, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
}

/**
 * Script of a program that a workspace or a folder around it has installed. Not what is in `.bin`: package
 * managers put shell scripts there.
 */
function findProgram(workspace, packageName, name) {
  for (let folder = workspace; ; folder = dirname(folder)) {
    const manifest = join(folder, 'node_modules', packageName, 'package.json');
    if (fs.existsSync(manifest)) {
      const { bin } = JSON.parse(fs.readFileSync(manifest, 'utf8'));
      return join(dirname(manifest), typeof bin === 'string' ? bin : bin[name]);
    }
    if (dirname(folder) === folder) return undefined;
  }
}

/** Nx's own script. */
function findNx(workspace) {
  const nx = findProgram(workspace, 'nx', 'nx');
  if (nx === undefined) throw new Error(`no Nx is installed in ${workspace} or above`);
  return nx;
}

/**
 * The commands of one workspace. Its programs are looked for when they are asked for: they may be installed, or
 * installed anew, in between.
 *
 * @param workspace real path of its root
 */
function workspaceCommands(workspace, { target, projects }) {
  const chosen = projects === undefined ? [] : [`--projects=${projects.join(',')}`];

  async function runTarget(env, { timeLimitMs, words = [] } = {}) {
    const folder = fs.mkdtempSync(join(tmpdir(), 'nx-testmon-oracle-'));
    const reportFile = join(folder, 'report.jsonl');
    const resultFile = join(folder, 'results.jsonl');
    try {
      const command = ['run-many', '-t', target, ...chosen, '--skip-nx-cache', '--outputStyle=static'];
      const run = await runProgram(workspace, [findNx(workspace), ...command, ...words], {
        timeLimitMs,
        env: {
          NX_TESTMON_REPORT_FILE: reportFile,
          ORACLE_RESULTS: resultFile,
          ORACLE_WORKSPACE: workspace,
          ...env,
        },
      });
      return { ...run, reports: readLines(reportFile), results: readLines(resultFile) };
    } finally {
      fs.rmSync(folder, { recursive: true, force: true });
    }
  }

  return {
    collect: () => runTarget({}),

    /** Every test, nothing recorded. `results` says how each test file ended. */
    runEverything: (timeLimitMs) =>
      runTarget(
        { NX_TESTMON_NOSELECT: '1', NX_TESTMON_NOCOLLECT: '1' },
        { timeLimitMs, words: [`--reporter=${reporters.vitest}`] },
      ),

    /**
     * What would run now, by project.
     *
     * @returns a map of `{ selected, total }`; a project that says it can't be asked is not in it
     */
    async select() {
      const testmon = findProgram(workspace, '@nx-testmon/cli', 'testmon');
      if (testmon === undefined) {
        const { reports } = await runTarget({ NX_TESTMON_NOCOLLECT: '1' });
        const answered = reports.filter(({ outcome }) => outcome !== 'broken');
        return new Map(answered.map((one) => [one.project, one]));
      }
      const words = [testmon, 'select', '--json', '--target', target, ...chosen];
      // Plugins in processes of their own would answer the same, and cost as much as the rest of the question.
      const env = { NX_ISOLATE_PLUGINS: 'false' };
      const { code, stdout, stderr } = await runProgram(workspace, words, { env });
      if (code === 0 || stdout.trimStart().startsWith('{')) {
        const document = JSON.parse(stdout);
        return new Map(document.projects.map((one) => [one.project, one]));
      }
      // Nx itself could not be asked: as loud as a failure can be.
      return stderr === '' ? Promise.reject(new Error(`testmon select ended with ${code}`)) : new Map();
    },

    /** Nx's own graph: `{ nodes, dependencies }`. */
    async readGraph() {
      const folder = fs.mkdtempSync(join(tmpdir(), 'nx-testmon-oracle-'));
      try {
        const file = join(folder, 'graph.json');
        const words = [findNx(workspace), 'graph', `--file=${file}`];
        const { code, stdout, stderr } = await runProgram(workspace, words);
        if (!fs.existsSync(file)) throw new Error(`nx graph ended with ${code}\n${stdout}${stderr}`);
        return JSON.parse(fs.readFileSync(file, 'utf8')).graph;
      } finally {
        fs.rmSync(folder, { recursive: true, force: true });
      }
    },

    /** Test files of a project that `vitest related` would run for these files; paths relative to the workspace. */
    async findRelated(projectRoot, files) {
      const words = [join(__dirname, 'related-test-files.mjs'), workspace, ...files];
      const { stdout } = await runProgram(workspace, words, { cwd: join(workspace, projectRoot) });
      const answer = stdout.split('\n').find((line) => line.startsWith('related: '));
      return answer === undefined ? undefined : JSON.parse(answer.slice('related: '.length));
    },
  };
}

module.exports = {
  workspaceCommands,
  childEnvironment,
  endProgram,
  endRunning,
  findNx,
  readLines,
  running,
  runProgram,
};
