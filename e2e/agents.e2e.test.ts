import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chainWorkspace, linkName } from './harness/chain-workspace';
import { carryFolder, cloneWorkspace, commitAll } from './harness/clones';
import { usualNxVersion } from './harness/nx-versions';
import { type RemoteCache, startRemoteCache } from './harness/remote-cache';
import { transcript } from './harness/run-nx';
import { runTestmon, storedFacts } from './harness/stored-facts';
import { describeSelection, type ReportedRun, runReported, selectedFiles } from './harness/task-reports';
import { createWorkspace, type TestWorkspace } from './harness/workspace';

const projects = 3;
const token = 'secret';
const everyProject = ['run-many', '-t', 'testmon', '--outputStyle=static'];
/**
 * The variables that Nx documents for a CI run. They are the same in the main job and on all of its agents.
 */
const ciRun = { CI: 'true', NX_BRANCH: '12', NX_CI_EXECUTION_ID: 'run/4711', NX_CI_EXECUTION_ENV: 'linux' };
const execId = 'run_4711-linux';

/**
 * Writes the targets by hand, as in a workspace that does not register the plugin. The hook of the plugin
 * never runs there.
 */
function writeTargets(workspace: TestWorkspace): void {
  workspace.write('nx.json', JSON.stringify({ analytics: false, neverConnectToCloud: true }));
  const testmon = {
    executor: 'nx-testmon:testmon',
    options: { config: 'vitest.config.mts' },
    cache: true,
    inputs: ['default', '^default'],
    outputs: ['{workspaceRoot}/.testmon/records/{projectName}'],
  };
  for (let index = 1; index <= projects; index++) {
    const path = `libs/${linkName(index)}/package.json`;
    const manifest = JSON.parse(workspace.read(path)) as object;
    workspace.write(path, JSON.stringify({ ...manifest, nx: { targets: { testmon } } }));
  }
}

describe.each([
  ['with the hook', () => undefined],
  ['without the hook', writeTargets],
] as const)('agents %s', (_, prepare) => {
  let cache: RemoteCache;
  let origin: TestWorkspace;
  let main: TestWorkspace;
  /** A machine with the store of the main branch. */
  let warm: TestWorkspace;
  /** A machine without a store. */
  let cold: TestWorkspace;
  const ids = new Set<string>();

  /** Runs one Nx command on one of the machines, which share only the remote cache. */
  async function run(machine: TestWorkspace, args: readonly string[], name?: string): Promise<ReportedRun> {
    const agent = name === undefined ? {} : { NX_AGENT_NAME: name };
    const remote = {
      NX_SELF_HOSTED_REMOTE_CACHE_SERVER: cache.url,
      NX_SELF_HOSTED_REMOTE_CACHE_ACCESS_TOKEN: token,
    };
    // By default, all clones of a user share one local Nx cache.
    const ownDisk = { NX_CACHE_DIRECTORY: '.nx/cache', NX_WORKSPACE_DATA_DIRECTORY: '.nx/workspace-data' };
    const done = await runReported(machine, args, { env: { ...ciRun, ...agent, ...remote, ...ownDisk } });
    expect(done.code, transcript(done)).toBe(0);
    for (const report of done.reports) ids.add(report.execId);
    return done;
  }

  beforeAll(async () => {
    cache = await startRemoteCache(token);
    origin = await createWorkspace(usualNxVersion, chainWorkspace(projects));
    prepare(origin);
    commitAll(origin, 'main branch');
    const collected = await runReported(origin, everyProject);
    expect(collected.code, transcript(collected)).toBe(0);
    expect(selectedFiles(collected)).toHaveLength(projects * 2);
    origin.edit('libs/link-01/src/height.ts', 'return 1;', 'return 2 - 1;');
    commitAll(origin, 'a change');
    [main, warm, cold] = [cloneWorkspace(origin), cloneWorkspace(origin), cloneWorkspace(origin)];
    for (const machine of [main, warm]) carryFolder(origin, '.testmon', machine);
  });
  afterAll(async () => {
    for (const machine of [main, warm, cold, origin]) await machine?.close();
    await cache?.close();
  });

  test("an agent with the store of the main branch skips test files that the change can't affect", async () => {
    const done = await run(warm, ['run', '@e2e/link-01:testmon', '--outputStyle=static'], 'agent-1');
    expect(selectedFiles(done), describeSelection(done)).toEqual(['link-01/src/height.test.ts']);
  });

  test('an agent without a store runs all test files of its tasks', async () => {
    for (const name of ['link-02', 'link-03']) {
      const done = await run(cold, ['run', `@e2e/${name}:testmon`, '--outputStyle=static'], 'agent-2');
      expect(selectedFiles(done)).toEqual([`${name}/src/height.test.ts`, `${name}/src/label.test.ts`]);
    }
  });

  test('the main job runs nothing and restores the records of all agents from the remote cache', async () => {
    expect(cache.entries()).toBe(projects);
    main.remove('.testmon/records');
    const done = await run(main, everyProject);
    expect(done.reports, transcript(done)).toEqual([]);
    expect(cache.hits()).toBe(projects);
    const records = readdirSync(join(main.root, '.testmon/records/@e2e'), { recursive: true });
    for (const name of ['link-01', 'link-02', 'link-03'])
      expect(records.map(String), name).toContainEqual(expect.stringMatching(`^${name}/testmon\\.`));
  });

  test('the tasks of all machines have the execution id of the CI run, even if a hook creates one', () => {
    expect([...ids]).toEqual([execId]);
  });

  test('the merged store of the main job contains its own facts and the facts of the agents', async () => {
    const merged = await runTestmon(main, ['merge', '.testmon/records']);
    expect(merged.code, transcript(merged)).toBe(0);
    const known = new Set((await storedFacts(main)).map((fact) => JSON.stringify(fact)));
    const facts = await Promise.all([origin, warm, cold].map((machine) => storedFacts(machine)));
    expect(facts.map(({ length }) => length)).toEqual([6, 7, 4]);
    expect(facts.flat().filter((fact) => !known.has(JSON.stringify(fact)))).toEqual([]);
    const after = await runReported(main, [...everyProject, '--nocollect', '--skip-nx-cache']);
    expect(after.reports.map(({ total }) => total)).toEqual([2, 2, 2]);
    expect(selectedFiles(after), describeSelection(after)).toEqual([]);
  });
});
