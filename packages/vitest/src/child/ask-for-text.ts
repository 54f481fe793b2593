import * as fs from 'node:fs';
import { join } from 'node:path';
import { threadId } from 'node:worker_threads';
import type { PlainTextFinder } from '@nx-testmon/runner';
import { answerEnd, questionEnd, type TextQuestion } from './text-messages';

/** In ms. */
const pause = 2;
const patience = 15_000;

// Saved here because user code may change them later.
const { existsSync, readFileSync, renameSync, rmSync, writeFileSync } = fs;
const { stringify, parse } = JSON;

/**
 * Requests the texts of functions without probes from the test runner's process, which has the transforms.
 * The text of a function is read synchronously, so the request is a file, and the worker waits for the file
 * with the answer.
 */
export function askForText(folder: string): PlainTextFinder {
  const clock = new Int32Array(new SharedArrayBuffer(4));
  let requests = 0;
  return (text, path) => {
    const question: TextQuestion = { text, path };
    const name = join(folder, `${process.pid}-${threadId}-${process.hrtime.bigint()}-${++requests}`);
    writeFileSync(`${name}.new`, stringify(question));
    renameSync(`${name}.new`, `${name}${questionEnd}`);
    for (let waited = 0; !existsSync(`${name}${answerEnd}`); waited += pause) {
      if (waited > patience) return undefined;
      Atomics.wait(clock, 0, 0, pause);
    }
    const answer = parse(readFileSync(`${name}${answerEnd}`, 'utf8')) as string | null;
    rmSync(`${name}${answerEnd}`);
    return answer ?? undefined;
  };
}
