import { expect, test } from 'vitest';
import { closingLines } from './closing-lines';

const task = { target: { project: 'a', target: 'testmon' } };
const header = 'testmon: 1 of 4 test files selected (1 new), environment: default\n';
const argv = ['node', 'nx', 'run-many', '-t', 'testmon', '-t', 'adds two'];
const command = { argv, workspaceRoot: '/w' };

test('a test name that Nx has mistaken for a target is named, even below a single task', async () => {
  expect(
    await closingLines([{ status: 'success', task, terminalOutput: header }], command, new Set(['testmon'])),
  ).toEqual([
    'No task of this command is called "adds two". In Nx, -t selects targets. A test name goes after --: `nx run-many -t testmon -- -t "adds two"`.',
  ]);
});

test('commands without a task of nx-testmon get no lines', async () => {
  const built = { status: 'success', task, terminalOutput: 'built with testmon: yes\n' };
  expect(await closingLines([built], command, new Set(['build']))).toEqual([]);
});
