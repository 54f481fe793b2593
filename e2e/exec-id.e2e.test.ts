import { describe, expect, onTestFinished, test } from 'vitest';
import { chainWorkspace } from './harness/chain-workspace';
import { chosenNxVersions } from './harness/nx-versions';
import { transcript } from './harness/run-nx';
import { type ReportedRun, runReported } from './harness/task-reports';
import { createWorkspace } from './harness/workspace';

const projects = 4;
const everyProject = ['run-many', '-t', 'testmon', '--parallel=4', '--outputStyle=static', '--skip-nx-cache'];

/** The execution id that all tasks of a run share. */
function execIdOf(run: ReportedRun): string {
  expect(run.code, transcript(run)).toBe(0);
  expect(run.reports, transcript(run)).toHaveLength(projects);
  const ids = new Set(run.reports.map(({ execId }) => execId));
  expect([...ids]).toHaveLength(1);
  const [id] = ids;
  expect(id).toMatch(/\S/);
  return id!;
}

describe.each(chosenNxVersions(process.env))('nx %s', (nxVersion) => {
  test.each([
    ['on', true],
    ['off', false],
  ])(
    'all tasks of a command share an execution id that no other command has, daemon %s',
    async (_, daemon) => {
      const workspace = await createWorkspace(nxVersion, chainWorkspace(projects));
      onTestFinished(() => workspace.close());

      const first = execIdOf(await runReported(workspace, everyProject, { daemon }));
      const second = execIdOf(await runReported(workspace, everyProject, { daemon }));
      const inherited = execIdOf(
        await runReported(workspace, [...everyProject, '--nocollect'], {
          daemon,
          env: { NX_TESTMON_EXEC_ID: 'left-over-from-another-command' },
        }),
      );
      const together = await Promise.all([
        runReported(workspace, everyProject, { daemon }),
        runReported(workspace, [...everyProject, '--nocollect'], { daemon }),
      ]);
      const ids = [first, second, inherited, ...together.map(execIdOf), 'left-over-from-another-command'];
      expect(new Set(ids).size).toBe(ids.length);
    },
  );
});
