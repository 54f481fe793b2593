import { type TaskOptionEntry, taskOptionTable } from '@nx-testmon/core';
import { expect, test } from 'vitest';
import { runCommandLine } from './run-cli.testing';

const run = (...args: string[]) => runCommandLine(args);

test('help and version exit with 0', async () => {
  const help = await run('--help');
  expect(help).toMatchObject({ code: 0, err: '' });
  expect(help.out).toMatch(/run .*select .*explain .*Exit codes/s);
  expect(await run('--version')).toEqual({ code: 0, out: '1.2.3', err: '' });
  expect(await run('-v')).toEqual({ code: 0, out: '1.2.3', err: '' });
});

test('help names a command, or lists all', async () => {
  expect(await run('help', 'select')).toEqual(await run('select', '--help'));
  expect(await run('help')).toEqual(await run('--help'));
  expect(await run('help', 'selct')).toMatchObject({ code: 2, out: '' });
});

test.each([
  [['selct'], 'Unknown command selct. Did you mean select?'],
  [['nothing-like-it'], 'Unknown command nothing-like-it. See `testmon --help`.'],
  [
    ['select', '--files', '--json'],
    "The options --files and --json can't be used together. See `testmon select --help`.",
  ],
  [['select', '--jsn'], 'Unknown option --jsn. Did you mean --json?'],
  [['run', '--nocolect'], 'Unknown option --nocolect. Did you mean --nocollect?'],
  [
    ['run', '--reporter=dot'],
    'Unknown option --reporter=dot. Put test runner arguments after --. See `testmon run --help`.',
  ],
  [
    ['run', 'src/a.test.ts'],
    'Too many arguments for testmon run. Put test runner arguments after --. See `testmon run --help`.',
  ],
  [
    ['run', '--test-runner', 'mocha'],
    'Invalid value mocha for --test-runner. Use auto, vitest, jest or node.',
  ],
  [['plan', '--shards', '0'], 'Invalid value 0 for --shards. Use auto or a number from 1 to 256.'],
  [
    ['plan', '--shards', 'auto', '--target-minutes', 'few'],
    'Invalid value few for --target-minutes. Use a number greater than 0.',
  ],
  [['gc', '--gone-days', 'many'], 'Invalid value many for --gone-days. Use a number, such as 7.'],
  [['run', '--nocollect=perhaps'], 'The option --nocollect takes no value. Put test runner'],
  [['run', '--nocollect=true'], 'The option --nocollect takes no value. Use --nocollect.'],
  [['run', '--probes=false'], 'The option --probes takes no value. Use --no-probes.'],
  [['run', '--testmon=false'], 'The option --testmon takes no value. Use --no-testmon.'],
  [['run', '--environment'], 'The option --environment needs a value. '],
  [['seed'], 'The option --base is missing. See `testmon seed --help`.'],
  [['seed', '--base', 'x', '--projets', 'a'], 'Unknown option --projets. Did you mean --projects?'],
  [['stats', '--jsn'], 'Unknown option --jsn. Did you mean --json?'],
  [['doctor', '--jsn'], 'Unknown option --jsn. Did you mean --json?'],
  [['doctor'], 'There is no nx.json and no package.json in '],
  [['merge'], 'The argument <sources> is missing. See `testmon merge --help`.'],
  [['merge', '-x'], 'Unknown option -x. See `testmon merge --help`.'],
  [['merge', 'nope'], 'nope does not exist. Nothing was merged. Check the path.'],
  [['export'], 'The argument <folder> is missing. See `testmon export --help`.'],
  [['explain'], 'The argument <file> is missing. See `testmon explain --help`.'],
  [['exec', 'turbo'], 'Too many arguments for testmon exec. Put the command to run after --.'],
  [['--nothing-like-it'], 'Unknown option --nothing-like-it. See `testmon --help`.'],
  [['run', "--it's\n--x"], "Unknown option --it's\\n--x. "],
])('%j is a usage error with a next step', async (args, message) => {
  const { code, out, err } = await run(...args);
  expect(code).toBe(2);
  expect(out).toBe('');
  expect(err).toMatch(/^testmon: /);
  expect(err.slice('testmon: '.length, message.length + 'testmon: '.length)).toBe(message);
  expect(err).not.toContain('\n');
});

test('without a command, the help is the usage error', async () => {
  const { code, out, err } = await run();
  expect([code, out]).toEqual([2, '']);
  expect(err).toContain('Usage: testmon');
});

test('the help of run lists every option of a task once', async () => {
  const { code, out } = await run('run', '--help');
  expect(code).toBe(0);
  for (const { name, off } of taskOptionTable as readonly TaskOptionEntry[]) {
    const dashed = off?.name ?? name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    expect(out.match(new RegExp(`^ +--${dashed}\\b(?!-)`, 'gm'))).toHaveLength(1);
  }
  // A switch can't be set to false, so the help shows the name that turns it off.
  expect(out).not.toMatch(/^ +--(enabled|probes)\b/m);
  expect(out).not.toContain('If false');
  expect(out).toContain('does not build');
});

test('the help of seed describes what seed does with a target', async () => {
  const { out } = await run('seed', '--help');
  expect(out).toContain('Target to seed');
  expect(out).not.toContain('Target to run');
});

test('outside a workspace, commands fail', async () => {
  expect(await run('select')).toMatchObject({
    code: 2,
    out: '',
    err: expect.stringContaining('There is no nx.json and no package.json in / or above.') as string,
  });
});
