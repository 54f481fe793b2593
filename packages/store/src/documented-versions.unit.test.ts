import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { problemExamples } from '@nx-testmon/testing/problem-examples';
import { expect, test } from 'vitest';
import { SCHEMA_VERSION } from './migration/schema';
import { RECORD_VERSION } from './records/record-schema';

test('the examples of messages and docs/doctor.md contain the current versions', () => {
  expect(problemExamples['store-newer'].detail).toMatch(new RegExp(` ${SCHEMA_VERSION}$`));
  expect(problemExamples['record-newer'].reason).toMatch(new RegExp(` ${RECORD_VERSION}$`));
  const page = readFileSync(join(__dirname, '../../../docs/doctor.md'), 'utf8');
  expect(/schema (\d+)/.exec(page)?.[1]).toBe(String(SCHEMA_VERSION));
});
