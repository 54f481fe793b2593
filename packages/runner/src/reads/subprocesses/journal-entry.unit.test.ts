import { expect, it } from 'vitest';
import { parseJournal } from './journal-entry';

const text = (...entries: readonly unknown[]) => entries.map((one) => `${JSON.stringify(one)}\n`).join('');
const started = ['process', '12'];
const git = { kind: 'process-started', module: 'cli.js', line: 3, subject: 'git' };

it('reads the observations of a process, and its id', () => {
  const read = parseJournal(
    text(
      started,
      ['files', 'a.txt', '1'],
      ['modules', 'cli.js', '2'],
      ['folders', 'data', '3'],
      ['lookups', 'none', 'missing'],
      ['packages', 'node_modules/left'],
      ['variables', 'REGION'],
      ['created', 'out'],
      ['fallbacks', 'key', git],
      ['subprocesses', '1-0', git],
    ),
  );
  expect(read?.process).toBe(12);
  expect(read?.observations).toMatchObject({
    files: new Map([['a.txt', '1']]),
    modules: new Map([['cli.js', '2']]),
    folders: new Map([['data', '3']]),
    lookups: new Map([['none', 'missing']]),
    packages: new Set(['node_modules/left']),
    variables: new Set(['REGION']),
    created: new Set(['out']),
    fallbacks: new Map([['key', git]]),
    subprocesses: new Map([['1-0', git]]),
  });
});

it.each<[string, string]>([
  ['nothing', ''],
  ['no process', text(['files', 'a.txt', '1'])],
  ['two processes', text(started, started)],
  ['a process without an id', text(['process', 'x'])],
  ['an unfinished line', text(started, ['files', 'a.txt', '1']).slice(0, -3)],
  ['an unfinished line before others', `${text(started)}["files","a\n${text(['files', 'b', '1'])}`],
  ['an unknown kind', text(started, ['else', 'a', '1'])],
  ['a file without its state', text(started, ['files', 'a'])],
  ['a state that is no text', text(started, ['files', 'a', 1])],
  ['a name that is no text', text(started, ['packages', null])],
  ['no list', text(started, { files: 'a' })],
  ['a process that may not write any more', text(started, ['files', 'a', '1'], ['suspended', ''])],
  ['one that may not a second time', text(started, ['suspended', ''], ['resumed', ''], ['suspended', ''])],
  ['an unknown fallback', text(started, ['fallbacks', 'key', { kind: 'else' }])],
])('rejects a journal with %s', (_, journal) => {
  expect(parseJournal(journal)).toBeUndefined();
});

it('is complete if the process writes again', () => {
  const read = parseJournal(text(started, ['suspended', ''], ['resumed', ''], ['files', 'a.txt', '1']));
  expect(read?.observations.files).toEqual(new Map([['a.txt', '1']]));
});
