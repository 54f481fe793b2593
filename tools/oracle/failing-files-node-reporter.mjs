// @ts-check
// A reporter of Node's test runner that reports when every test file starts and how it ends.
import { resolve } from 'node:path';
import { reportTestFile } from './report-test-file.cjs';

/** @typedef {{ name?: string, nesting?: number, file?: string, details?: { error?: unknown } }} TestData */

/** @param {AsyncIterable<{ type: string, data: TestData }>} events */
export default async function* reportFiles(events) {
  for await (const { type, data } of events) {
    const { name = '', nesting, file = '', details } = data;
    // The name of a test file is its path.
    if (nesting !== 0 || resolve(name) !== file) continue;
    if (type === 'test:dequeue') reportTestFile('started', file);
    if (type === 'test:complete') reportTestFile(details?.error === undefined ? 'passed' : 'failed', file);
  }
  yield '';
}
