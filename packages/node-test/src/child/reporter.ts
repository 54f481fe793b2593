import { resolve } from 'node:path';
import { FailedTests } from './failed-tests';
import type { EndedFile, TestEvent } from './test-events';

/**
 * A reporter that prints nothing and sends the outcome of each test file to the parent. Node takes the default
 * export.
 */
export default async function* reportEnds(events: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  let sent = Promise.resolve();
  const failedTests = new FailedTests();
  for await (const event of events) {
    const { type, data } = event;
    const { name, nesting, file, details } = data;
    // The name of a test file is its path.
    if (nesting !== 0 || !file || !name || resolve(name) !== file) {
      failedTests.receive(event);
      continue;
    }
    if (type !== 'test:complete') continue;
    const ended: EndedFile = {
      file,
      failed: details?.error !== undefined,
      durationMs: details?.duration_ms ?? 0,
      failedTests: failedTests.take(file),
    };
    sent = send(ended);
  }
  await sent;
  yield '';
}

function send(ended: EndedFile): Promise<void> {
  return new Promise((done) => {
    if (process.send === undefined || !process.connected) return done();
    process.send(ended, () => done());
  });
}
