// @ts-check
// A reporter of Node's test runner that writes, one JSON line each, how every test file ended and which were under
// way. Loaded by the Node of the workspace's own command; so it stays plain JavaScript.
import { appendFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';

const {
  ORACLE_RESULTS: results = '',
  ORACLE_WORKSPACE: workspace = '',
  NX_TASK_TARGET_PROJECT,
} = process.env;

/**
 * @param {'started' | 'passed' | 'failed'} state
 * @param {string} path
 */
function report(state, path) {
  const file = relative(workspace, path).replaceAll('\\', '/');
  appendFileSync(results, `${JSON.stringify({ project: NX_TASK_TARGET_PROJECT, file, state })}\n`);
}

/** @typedef {{ name?: string, nesting?: number, file?: string, details?: { error?: unknown } }} TestData */

/** @param {AsyncIterable<{ type: string, data: TestData }>} events */
export default async function* reportFiles(events) {
  for await (const { type, data } of events) {
    const { name = '', nesting, file = '', details } = data;
    // The name of a test file is its path.
    if (nesting !== 0 || resolve(name) !== file) continue;
    if (type === 'test:dequeue') report('started', file);
    if (type === 'test:complete') report(details?.error === undefined ? 'passed' : 'failed', file);
  }
  yield '';
}
