import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Round, RoundEnd, RoundTestFile } from './rounds/round';
import type { WatchAction, WatchEvent } from './watch-event';
import { startWatch, stepWatch, type WatchState } from './watch-state';

const file = (path: string, task = 'a:testmon'): RoundTestFile => ({
  task,
  testFile: { suite: 'a', path },
});

const end = (more: Partial<RoundEnd> = {}): RoundEnd => ({
  outcome: 'passed',
  exitCode: 0,
  selected: 1,
  total: 3,
  passed: [],
  failed: [],
  broken: [],
  durationMs: 10,
  ...more,
});

/** A started watch with its own clock. */
class Play {
  state: WatchState;
  actions: readonly WatchAction[];
  now = 0;

  constructor() {
    ({ state: this.state, actions: this.actions } = startWatch());
  }

  send(event: WatchEvent): this {
    ({ state: this.state, actions: this.actions } = stepWatch(this.state, event));
    return this;
  }

  save(path: string): this {
    return this.send({ kind: 'file', path, isGone: false, at: this.now });
  }

  quiet(): this {
    return this.send({ kind: 'quiet' });
  }

  end(more: Partial<RoundEnd> = {}): this {
    return this.send({ kind: 'ended', end: end(more), at: this.now });
  }

  interrupted(): this {
    return this.end({ outcome: 'interrupted' });
  }

  /** Lets time pass without events. */
  rest(ms = 60_000): this {
    this.now += ms;
    return this;
  }

  /** The kinds of actions that follow from the last event. */
  get kinds(): string[] {
    return this.actions.map(({ kind }) => kind);
  }

  get started(): Round | undefined {
    return this.actions.find((action) => action.kind === 'start')?.round;
  }
}

/** The state after the first round. */
const idle = (more: Partial<RoundEnd> = {}) => new Play().end(more).rest();

describe('a round', () => {
  test('starts immediately, and runs affected test files', () => {
    const play = new Play();
    expect(play.started).toEqual({
      cause: 'start',
      scope: { kind: 'affected' },
      changed: [],
      filter: '',
      failed: [],
    });
  });

  test('starts when no file has changed for a while, for all changed files', () => {
    const play = idle().save('b.ts');
    expect(play.actions).toEqual([{ kind: 'wait', ms: 100 }]);
    play.save('a.ts').save('b.ts');
    expect(play.kinds).toEqual(['wait']);
    expect(play.quiet().started).toMatchObject({ cause: 'change', changed: ['a.ts', 'b.ts'] });
  });

  test('is reported with its end, once', () => {
    const play = idle().save('a.ts').quiet().end({ selected: 2 });
    expect(play.actions).toEqual([
      {
        kind: 'report',
        round: expect.objectContaining({ changed: ['a.ts'] }) as Round,
        end: end({ selected: 2 }),
      },
    ]);
    expect(play.quiet().actions).toEqual([]);
    expect(play.end().actions).toEqual([]);
  });

  test('gets the test files that failed before, until they pass or are removed', () => {
    const play = idle({ failed: [file('a.test.ts'), file('b.test.ts')], exitCode: 1 });
    play.save('a.ts').quiet();
    expect(play.started?.failed).toEqual([file('a.test.ts'), file('b.test.ts')]);
    play.end({ passed: [file('a.test.ts')], failed: [file('b.test.ts')] }).rest();
    expect(play.save('a.ts').quiet().started?.failed).toEqual([file('b.test.ts')]);
    play.end({ broken: ['a:testmon'], outcome: 'failed', exitCode: 2 }).rest();
    play.send({ kind: 'file', path: 'b.test.ts', isGone: true, at: play.now }).quiet();
    expect(play.started?.failed).toEqual([]);
  });

  test('of all projects forgets a failure that is no longer selected, and one within a filter does not', () => {
    const play = idle({ failed: [file('a.test.ts')], exitCode: 1 });
    play.send({ kind: 'filter', filter: 'b' }).end().rest();
    expect(play.send({ kind: 'command', command: 'failed' }).kinds).toEqual(['start']);
    play.interrupted().send({ kind: 'filter', filter: '' }).end().rest();
    expect(play.send({ kind: 'command', command: 'failed' }).kinds).toEqual(['no-failed-test-files']);
  });

  test('starts again if the projects have changed', () => {
    expect(idle().send({ kind: 'projects' }).started).toMatchObject({ cause: 'projects', changed: [] });
  });
});

describe('a file that changes during a round', () => {
  test('cancels it, and the next round includes both changes', () => {
    const play = idle().save('a.ts').quiet().save('b.ts');
    expect(play.kinds).toEqual(['cancel', 'wait']);
    expect(play.save('c.ts').kinds).toEqual(['wait']);
    expect(play.interrupted().actions).toEqual([]);
    expect(play.quiet().started).toMatchObject({ cause: 'change', changed: ['a.ts', 'b.ts', 'c.ts'] });
  });

  test('starts the next round when the first has ended, if that takes longer than the wait', () => {
    const play = idle().save('a.ts').quiet().save('b.ts').quiet();
    expect(play.actions).toEqual([]);
    expect(play.interrupted().started).toMatchObject({ changed: ['a.ts', 'b.ts'] });
  });

  test('does not hide a round that ended nevertheless', () => {
    const play = idle().save('a.ts').quiet().save('b.ts').quiet().end();
    expect(play.kinds).toEqual(['report', 'start']);
    expect(play.started?.changed).toEqual(['b.ts']);
  });

  test('leaves the rest of a run of all test files to the next round', () => {
    const play = idle().send({ kind: 'command', command: 'all' }).save('b.ts').quiet().interrupted();
    expect(play.started).toMatchObject({ cause: 'all', scope: { kind: 'all' }, changed: ['b.ts'] });
  });

  test('leaves the first round to the next one', () => {
    const play = new Play().save('b.ts').quiet().interrupted();
    expect(play.started).toMatchObject({ cause: 'change', scope: { kind: 'affected' }, changed: ['b.ts'] });
  });
});

describe('a file that tests write', () => {
  /**
   * Plays rounds during each of which the file changes.
   *
   * @returns the effect of each change, and whether another round followed
   */
  function playRounds(play: Play, rounds: number): string[] {
    const effects: string[] = [];
    for (let round = 0; round < rounds; round++) {
      play.save('written.json');
      const effect = play.kinds.join(' ');
      const isCancelled = play.kinds.includes('cancel');
      play.quiet();
      if (isCancelled) play.interrupted();
      else play.end();
      effects.push(`${effect} > ${play.kinds.join(' ')}`);
      if (play.started === undefined) play.rest().quiet();
      if (play.started === undefined) break;
    }
    return effects;
  }

  test('cancels three rounds, starts two more, and no other', () => {
    const play = idle().save('a.ts').quiet();
    expect(playRounds(play, 20)).toEqual([
      'cancel wait > start',
      'cancel wait > start',
      'cancel wait > start',
      'wait > report wait',
      'wait > report wait',
      'ignores-changes > report',
    ]);
  });

  test('cancels nothing when an edit starts the next round', () => {
    const play = idle().save('a.ts').quiet();
    playRounds(play, 20);
    play.rest().save('a.ts').quiet();
    expect(playRounds(play, 20)).toEqual([' > report']);
  });

  test('counts again after a round in which it did not change', () => {
    const play = idle().save('a.ts').quiet();
    playRounds(play, 20);
    play.rest().save('a.ts').quiet().end().rest().save('a.ts').quiet();
    expect(play.save('written.json').kinds).toEqual(['cancel', 'wait']);
  });

  test('changes shortly after a round in which it was written late', () => {
    const play = idle();
    let rounds = 0;
    for (; rounds < 20; rounds++) {
      play.save('late.json').rest(50).quiet();
      if (play.started === undefined) play.rest(3000).quiet();
      if (play.started === undefined) break;
      play.end();
    }
    expect(rounds).toBeLessThan(8);
  });
});

test('a user who saves a file repeatedly is never ignored', () => {
  const play = idle().save('a.ts').quiet();
  let lastRound: Round | undefined;
  for (let save = 0; save < 30; save++) {
    play.save('a.ts');
    expect(play.kinds).toContain('wait');
    const isCancelled = play.kinds.includes('cancel');
    play.quiet();
    if (isCancelled) play.interrupted();
    else {
      play.end();
      expect(play.kinds).toEqual(['report', 'wait']);
      // The file is also saved between two rounds.
      play.rest(1000).save('a.ts').quiet();
    }
    lastRound = play.started;
  }
  expect(lastRound?.changed).toEqual(['a.ts']);
});

describe('a command', () => {
  test.each([
    ['all', { kind: 'all' }],
    ['failed', { kind: 'listed', testFiles: [file('b.test.ts')] }],
    ['again', { kind: 'listed', testFiles: [file('a.test.ts'), file('b.test.ts')] }],
  ] as const)('%s starts a round immediately', (command, scope) => {
    const play = idle({ passed: [file('a.test.ts')], failed: [file('b.test.ts')], exitCode: 1 });
    expect(play.send({ kind: 'command', command }).started).toMatchObject({ cause: command, scope });
  });

  test('for failed test files does nothing if none has failed', () => {
    const play = idle({ passed: [file('a.test.ts')] });
    expect(play.send({ kind: 'command', command: 'failed' }).actions).toEqual([
      { kind: 'no-failed-test-files' },
    ]);
  });

  test('to run again repeats the last round that ran test files, or runs affected test files', () => {
    expect(idle().send({ kind: 'command', command: 'again' }).started).toMatchObject({
      scope: { kind: 'affected' },
    });
    const play = idle({ passed: [file('a.test.ts')] })
      .save('README.md')
      .quiet()
      .end()
      .rest();
    expect(play.send({ kind: 'command', command: 'again' }).started).toMatchObject({
      scope: { kind: 'listed', testFiles: [file('a.test.ts')] },
    });
  });

  test('for some test files leaves changes to the next round', () => {
    const play = idle({ failed: [file('a.test.ts')], exitCode: 1 })
      .save('a.ts')
      .quiet();
    expect(play.send({ kind: 'command', command: 'failed' }).kinds).toEqual(['cancel']);
    expect(play.interrupted().started).toMatchObject({ cause: 'failed', changed: [] });
    expect(play.end().started).toMatchObject({ cause: 'change', changed: ['a.ts'] });
  });

  test('for all test files covers changes', () => {
    const play = idle().save('a.ts').send({ kind: 'command', command: 'all' });
    expect(play.started).toMatchObject({ cause: 'all', changed: ['a.ts'] });
    expect(play.end().kinds).toEqual(['report']);
  });
});

test('a filter is kept, and affected test files run within it', () => {
  const play = idle().send({ kind: 'filter', filter: 'cart' });
  expect(play.started).toMatchObject({ cause: 'filter', filter: 'cart', scope: { kind: 'affected' } });
  play.end().rest();
  expect(play.save('a.ts').quiet().started).toMatchObject({ cause: 'change', filter: 'cart' });
});

describe('the end', () => {
  test('has the code of the worst round, as in Vitest', () => {
    expect(idle().send({ kind: 'stop' }).actions).toEqual([{ kind: 'exit', exitCode: 0 }]);
    const play = idle({ exitCode: 1, outcome: 'failed', failed: [file('a.test.ts')] });
    play
      .save('a.ts')
      .quiet()
      .end({ passed: [file('a.test.ts')] });
    expect(play.send({ kind: 'stop' }).actions).toEqual([{ kind: 'exit', exitCode: 1 }]);
  });

  test('waits for the running round', () => {
    const play = idle().save('a.ts').quiet().send({ kind: 'stop' });
    expect(play.kinds).toEqual(['cancel']);
    expect(play.save('b.ts').actions).toEqual([]);
    expect(play.interrupted().actions).toEqual([{ kind: 'exit', exitCode: 0 }]);
  });

  test('reports failures of a cancelled round, and exits with its code', () => {
    const play = idle().save('a.ts').quiet().send({ kind: 'stop' });
    play.end({ outcome: 'interrupted', exitCode: 1, failed: [file('a.test.ts')] });
    expect(play.kinds).toEqual(['report', 'exit']);
    expect(play.actions.at(-1)).toEqual({ kind: 'exit', exitCode: 1 });
  });

  test('reports a round that ended nevertheless', () => {
    const play = idle().save('a.ts').quiet().send({ kind: 'stop' }).end({ exitCode: 1, outcome: 'failed' });
    expect(play.actions).toEqual([
      { kind: 'report', round: expect.anything() as Round, end: end({ exitCode: 1, outcome: 'failed' }) },
      { kind: 'exit', exitCode: 1 },
    ]);
  });
});

const events = fc.oneof(
  fc.record({
    kind: fc.constant('file' as const),
    path: fc.constantFrom('a.ts', 'b.ts', 'a.test.ts'),
    isGone: fc.boolean(),
  }),
  fc.constant({ kind: 'quiet' as const }),
  fc.record({
    kind: fc.constant('command' as const),
    command: fc.constantFrom('all' as const, 'failed' as const, 'again' as const),
  }),
  fc.record({ kind: fc.constant('filter' as const), filter: fc.constantFrom('', 'a') }),
  fc.constant({ kind: 'projects' as const }),
  fc.record({ kind: fc.constant('end' as const), isInterrupted: fc.boolean(), isFailed: fc.boolean() }),
);

test('whatever happens, one round runs at a time, and a change is in the round that starts after it', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(events, fc.constantFrom(1, 200, 5000)), { maxLength: 60 }),
      (happenings) => {
        const play = new Play();
        let isRunning = true;
        const unseen = new Set<string>();
        for (const [happening, ms] of happenings) {
          play.rest(ms);
          if (happening.kind === 'end') {
            if (!isRunning) continue;
            isRunning = false;
            const outcome = happening.isInterrupted
              ? 'interrupted'
              : happening.isFailed
                ? 'failed'
                : 'passed';
            play.end({ outcome, ...(happening.isFailed ? { failed: [file('a.test.ts')] } : {}) });
          } else if (happening.kind === 'file') {
            play.send({ ...happening, at: play.now });
            if (play.kinds.includes('wait')) unseen.add(happening.path);
            else unseen.delete(happening.path);
          } else play.send(happening);
          if (play.started === undefined) continue;
          expect(isRunning).toBe(false);
          isRunning = true;
          if (play.started.scope.kind === 'listed') continue;
          expect([...unseen].filter((path) => !play.started?.changed.includes(path))).toEqual([]);
          unseen.clear();
        }
        if (isRunning) play.interrupted();
        while (play.started?.scope.kind === 'listed') play.end();
        if (play.started === undefined) play.quiet();
        const { changed = [] } = play.started ?? {};
        expect(changed).toEqual(expect.arrayContaining([...unseen]));
      },
    ),
    { numRuns: 500 },
  );
});
