import { expect, test } from 'vitest';
import { describeEnvironment, type RunEnvironment } from './describe-environment';
import { parseTaskOptions, type TaskOptions } from './parse-task-options';

function optionsOf(raw: Readonly<Record<string, unknown>> = {}): TaskOptions {
  const parsed = parseTaskOptions(raw, {});
  if (!parsed.ok) throw new Error('options are refused');
  return parsed.options;
}

const system = { timeZone: 'Europe/Berlin', locale: 'de-DE', workspaceRoot: '/w' };

function environmentOf(change: Partial<RunEnvironment> = {}, raw: Readonly<Record<string, unknown>> = {}) {
  const run = { node: '22.12.0', runner: '5.1.1', runnerArguments: [], env: {}, system, ...change };
  return describeEnvironment(optionsOf(raw), run);
}

const plain = environmentOf();

test.each<[string, Partial<RunEnvironment>]>([
  ['another time zone of the machine', { system: { ...system, timeZone: 'Asia/Tokyo' } }],
  ['another time zone by TZ', { env: { TZ: 'Asia/Tokyo' } }],
  ['a time zone that only the system knows', { env: { TZ: 'EST5EDT,M3.2.0,M11.1.0' } }],
  ['another locale of the machine', { system: { ...system, locale: 'en-US' } }],
  ['another locale by LANG', { env: { LANG: 'fr_FR.UTF-8' } }],
  ['another locale by LC_ALL', { env: { LC_ALL: 'fr_FR.UTF-8', LANG: 'de_DE.UTF-8' } }],
  ['another NODE_ENV', { env: { NODE_ENV: 'production' } }],
  ['other NODE_OPTIONS', { env: { NODE_OPTIONS: '--conditions=browser' } }],
  ['another version of Node', { node: '24.0.0' }],
  ['another version of the runner', { runner: '5.1.2' }],
  ['another argument', { runnerArguments: ['--mode=staging'] }],
])('%s is another environment', (_what, change) => {
  expect(environmentOf(change)).not.toBe(plain);
});

test.each<[string, Partial<RunEnvironment>]>([
  ['TZ with the time zone of the machine', { env: { TZ: 'Europe/Berlin' } }],
  ['LANG with the locale of the machine', { env: { LANG: 'de_DE.UTF-8' } }],
  ['a limit of memory', { env: { NODE_OPTIONS: '--max-old-space-size=4096' } }],
  ['a variable that nothing names', { env: { EDITOR: 'vi' } }],
  ['a minor version of Node', { node: '22.13.1' }],
])('%s is the same environment', (_what, change) => {
  expect(environmentOf(change)).toBe(plain);
});

test('an option of Node that names a file of the workspace is the same in each clone', () => {
  const inClone = (workspaceRoot: string) =>
    environmentOf({
      env: { NODE_OPTIONS: `--require ${workspaceRoot}/.pnp.cjs` },
      system: { ...system, workspaceRoot },
    });
  expect(inClone('/home/one/repo')).toBe(inClone('/builds/2/repo'));
});

test('the locale C is the one that ICU uses without a locale', () => {
  const english = environmentOf({ env: { LANG: 'en_US.UTF-8' } });
  for (const LANG of ['C', 'C.UTF-8', 'POSIX']) expect(environmentOf({ env: { LANG } })).toBe(english);
});

test('declared variables count by their values', () => {
  const declared = (env: Readonly<Record<string, string>>) =>
    environmentOf({ env }, { environmentVariables: ['REGION'] });
  expect(declared({ REGION: 'eu' })).not.toBe(declared({ REGION: 'us' }));
  expect(declared({ REGION: 'eu' })).not.toBe(declared({}));
});
