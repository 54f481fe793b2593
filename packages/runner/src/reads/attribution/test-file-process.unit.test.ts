import { describe, expect, it } from 'vitest';
import {
  fileRead,
  loader,
  loadsTraced,
  moduleLoaded,
  plugin,
  processStarted,
  runner,
  traceOf,
  variableRead,
} from '../reduce/events.testing';
import type { ReadEvent } from '../reduce/read-event';
import { testFileWorker } from './test-file-worker';
import { testFileProcess } from './test-file-process';

const trace = (...events: readonly ReadEvent[]) => traceOf(testFileProcess, events);

describe('a process that runs one test file and nothing else', () => {
  it('counts every read for the test file, independently of the caller', () => {
    const { files, modules, variables } = trace(
      fileRead('a'),
      fileRead('b', plugin),
      fileRead('c.ts', loader),
      variableRead('API_URL', { by: 'other' }),
    );
    expect([files, modules, variables]).toEqual([{ a: '1', b: '1' }, { 'c.ts': '1' }, ['API_URL']]);
  });

  it("treats the modules that Node's loader reports as the loaded ones, if it reports all", () => {
    expect(trace(loadsTraced, moduleLoaded('a.ts'), moduleLoaded('b.json')).loaded).toEqual([
      'a.ts',
      'b.json',
    ]);
    expect(trace(moduleLoaded('a.ts')).loaded).toBeUndefined();
  });

  it('counts a process that a test starts, but not one that a transformer starts to compile', () => {
    expect(trace(processStarted()).fallbacks).toEqual([{ kind: 'process-started', subject: 'git' }]);
    expect(trace(processStarted(runner)).fallbacks).toBeUndefined();
  });

  it("treats a thread that Node's loader starts as one of module hooks", () => {
    expect(trace(processStarted(loader)).fallbacks).toEqual([{ kind: 'custom-loader', subject: 'git' }]);
    expect(traceOf(testFileWorker, [processStarted(loader)]).fallbacks).toEqual([
      { kind: 'process-started', subject: 'git' },
    ]);
  });
});
