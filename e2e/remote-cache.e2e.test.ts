import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { chainWorkspace } from './harness/chain-workspace';
import { usualNxVersion } from './harness/nx-versions';
import { type RemoteCache, startRemoteCache } from './harness/remote-cache';
import { transcript } from './harness/run-nx';
import { runReported, selectedFiles } from './harness/task-reports';
import { createWorkspace, type TestWorkspace } from './harness/workspace';

const projects = 3;
const everyProject = ['run-many', '-t', 'testmon', '--outputStyle=static'];
const token = 'secret';

let cache: RemoteCache;
/** Two machines that share only the remote cache. */
let one: TestWorkspace;
let other: TestWorkspace;

beforeAll(async () => {
  cache = await startRemoteCache(token);
  one = await createWorkspace(usualNxVersion, chainWorkspace(projects));
  other = await createWorkspace(usualNxVersion, chainWorkspace(projects));
});
afterAll(async () => {
  await one?.close();
  await other?.close();
  await cache?.close();
});

function run(workspace: TestWorkspace, args = everyProject) {
  const env = {
    NX_SELF_HOSTED_REMOTE_CACHE_SERVER: cache.url,
    NX_SELF_HOSTED_REMOTE_CACHE_ACCESS_TOKEN: token,
  };
  return runReported(workspace, args, { env });
}

const records = ({ root }: TestWorkspace) =>
  readdirSync(join(root, '.testmon/records'), { recursive: true }).filter((name) =>
    String(name).endsWith('.json'),
  );

test('one machine collects and writes its records to the remote cache', async () => {
  const first = await run(one);
  expect(first.code, transcript(first)).toBe(0);
  expect(selectedFiles(first)).toHaveLength(projects * 2);
  expect(cache.entries(), transcript(first)).toBe(projects);
});

test('the other machine restores the records from the remote cache and runs no test', async () => {
  expect(existsSync(join(other.root, '.testmon'))).toBe(false);
  const restored = await run(other);
  expect(restored.code, transcript(restored)).toBe(0);
  expect(cache.hits(), transcript(restored)).toBe(projects);
  expect(restored.reports, transcript(restored)).toEqual([]);
  expect(records(other)).toHaveLength(projects);
});

test('an edit on the other machine selects only the affected test files, because the records are merged', async () => {
  other.edit('libs/link-02/src/label.ts', 'link 2', 'link two');
  other.edit('libs/link-02/src/label.test.ts', 'link 2', 'link two');
  const after = await run(other);
  expect(after.code, transcript(after)).toBe(0);
  const counts = after.reports.map(({ project, selected, total }) => [project, selected.length, total]);
  expect(counts).toContainEqual(['@e2e/link-02', 1, 2]);
  expect(selectedFiles(after)).toEqual(['link-02/src/label.test.ts']);
});

test('a hit in the local cache restores lost records', async () => {
  other.remove('.testmon');
  const again = await run(other);
  expect(again.code, transcript(again)).toBe(0);
  expect(records(other).length).toBeGreaterThanOrEqual(projects);
  other.edit('libs/link-03/src/label.ts', 'link 3', 'link three');
  const after = await run(other, [...everyProject, '--nocollect']);
  // The test of the edited label fails. Without collecting, no database is created, so all test files of
  // tasks that run are selected.
  expect(after.code).toBe(1);
  const merged = await run(other);
  expect(selectedFiles(merged), transcript(merged)).toEqual(['link-03/src/label.test.ts']);
});
