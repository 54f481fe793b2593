import type { TestEvent } from './test-events';

/** The maximum for each test file, because a file of generated tests can have very many. */
const namesCollected = 100;

interface TestsOfFile {
  /** Names of the running test and of those around it, by their depth. */
  readonly running: string[];
  readonly failed: string[];
}

/**
 * Collects the names of failed tests from the events of Node's test runner. It reports the start of a test
 * before the tests in it, and its end after them.
 */
export class FailedTests {
  readonly #files = new Map<string, TestsOfFile>();

  receive({ type, data: { name, nesting, file, details } }: TestEvent): void {
    if (name === undefined || nesting === undefined || file === undefined) return;
    if (type === 'test:dequeue') this.#of(file).running.splice(nesting, Infinity, name);
    if (type !== 'test:complete' || details?.error === undefined) return;
    // A test that contains failed tests fails because of them.
    if (details.error.failureType === 'subtestsFailed') return;
    const { running, failed } = this.#of(file);
    if (failed.length < namesCollected) failed.push([...running.slice(0, nesting), name].join(' > '));
  }

  /** Returns and removes the failed tests of a file that has ended. */
  take(file: string): string[] {
    const failed = this.#files.get(file)?.failed ?? [];
    this.#files.delete(file);
    return failed;
  }

  #of(file: string): TestsOfFile {
    const known = this.#files.get(file) ?? { running: [], failed: [] };
    this.#files.set(file, known);
    return known;
  }
}
