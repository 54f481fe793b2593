import { EventEmitter } from 'node:events';
import { beforeEach, expect, test } from 'vitest';
import { runLastAtExit } from './run-last-at-exit';

/** Ends like a process of Node. */
class FakeProcess extends EventEmitter {
  reallyExit = (): void => void events.push('ended');

  /** @param isCalled by `process.exit`, and not because nothing is left to do */
  end(isCalled: boolean): void {
    if (!isCalled) this.emit('beforeExit');
    this.emit('exit');
    if (isCalled) this.reallyExit();
  }
}

let events: string[];
let target: FakeProcess;
beforeEach(() => {
  events = [];
  target = new FakeProcess();
  runLastAtExit(target, () => void events.push('work'));
});

/** What has happened before the work ran for the last time. */
function eventsBeforeWork(): string[] {
  const last = events.lastIndexOf('work');
  expect(events.slice(last + 1).filter((event) => event !== 'ended')).toEqual([]);
  return events.slice(0, last).filter((event) => event !== 'work');
}

/** Replaces a function, and runs code after the replaced one, as `signal-exit` does. */
function wrap(name: 'emit' | 'reallyExit'): void {
  const original = Reflect.get(target, name) as (...given: unknown[]) => unknown;
  target[name] = ((...given: unknown[]) => {
    if (name === 'reallyExit') events.push('wrapped reallyExit');
    const result = Reflect.apply(original, target, given);
    if (name === 'emit' && given[0] === 'exit') events.push('wrapped emit');
    return result;
  }) as never;
}

test.each([true, false])('the work runs after all listeners (called by process.exit: %s)', (isCalled) => {
  target.on('exit', () => {
    events.push('first');
    target.on('exit', () => events.push('never'));
  });
  target.once('exit', () => events.push('second'));
  target.end(isCalled);
  expect(eventsBeforeWork()).toEqual(['first', 'second']);
});

test.each([true, false])(
  'the work runs after code that replaces the functions (called by process.exit: %s)',
  (isCalled) => {
    wrap('emit');
    wrap('reallyExit');
    target.on('exit', () => events.push('listener'));
    target.on('beforeExit', () => wrap('emit'));
    target.end(isCalled);
    const wrapped = isCalled ? ['wrapped emit', 'wrapped reallyExit'] : ['wrapped emit', 'wrapped emit'];
    expect(eventsBeforeWork()).toEqual(['listener', ...wrapped]);
  },
);

test('the work runs if a listener throws, if one ends the process, and if a test emits the event itself', () => {
  target.emit('exit');
  expect(eventsBeforeWork()).toEqual([]);
  target.on('exit', () => {
    events.push('listener');
    target.reallyExit();
    throw new Error('thrown');
  });
  expect(() => target.end(false)).toThrow('thrown');
  expect(eventsBeforeWork()).toEqual(['listener', 'ended']);
});

test('other events are emitted as before, and the functions look the same', () => {
  target.on('message', (text: string) => events.push(text));
  expect([target.emit('message', 'hello'), target.emit('nothing')]).toEqual([true, false]);
  expect(events).toEqual(['hello']);
  expect([target.emit.name, target.emit.length]).toEqual(['emit', EventEmitter.prototype.emit.length]);
  expect(Object.keys(target)).toEqual(Object.keys(new FakeProcess()));
});
