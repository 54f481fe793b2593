import { expect, test } from 'vitest';
import { parallelTasks } from './parallel-tasks';

test.each([
  [{}, undefined, 3],
  [{}, 8, 8],
  [{}, '8', 8],
  [{}, '50%', 2],
  [{ NX_PARALLEL: '6' }, 8, 6],
  [{ NX_TESTMON_PARALLEL: '', NX_PARALLEL: '6' }, undefined, 6],
  [{ NX_TESTMON_PARALLEL: '5', NX_PARALLEL: '6' }, 8, 5],
  [{ NX_TESTMON_PARALLEL: '25%' }, 8, 1],
  [{ NX_TESTMON_PARALLEL: '10%' }, 8, 1],
  [{ NX_TESTMON_PARALLEL: 'true', NX_PARALLEL: '6' }, 8, 6],
  [{ NX_TESTMON_PARALLEL: 'false', NX_PARALLEL: '6' }, 8, 1],
  [{ NX_TESTMON_PARALLEL: '0' }, 8, 1],
  [{ NX_TESTMON_PARALLEL: 'many' }, 8, 3],
])('the variables %j and %s in nx.json make %i parallel tasks', (env, configured, expected) => {
  expect(parallelTasks({ env, configured, cores: 4 })).toBe(expected);
});
