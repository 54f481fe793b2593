import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { toJsonSchema } from '@valibot/to-json-schema';
import { format } from 'prettier';
import { expect, test } from 'vitest';
import { auditSchema } from '../commands/audit/audit-schema';
import { coverageSchema } from '../commands/coverage/coverage-schema';
import { diagnosisSchema } from '../commands/doctor/diagnosis-schema';
import { execSchema } from '../commands/exec/exec-schema';
import { explanationSchema } from '../commands/explain/explanation-schema';
import { flakySchema } from '../commands/flaky/flaky-schema';
import { planSchema } from '../commands/plan/plan-schema';
import { reportLineSchema } from '../commands/run/report-line-schema';
import { runSchema } from '../commands/run/run-schema';
import { selectionSchema } from '../commands/select/selection-schema';
import { removalSchema, setupSchema } from '../commands/setup/setup-schema';
import { statsSchema } from '../commands/stats/stats-schema';
import { exportSchema, gcSchema, mergeSchema } from '../commands/store/maintenance-schemas';
import { seedSchema } from '../commands/store/seed-schema';
import { roundSchema } from '../commands/watch/terminal/round-schema';
import { createProgram } from '../program/create-program';
import type { ProgramInput } from '../program/program-input';

const docs = join(__dirname, '../../../../docs');

const schemas = {
  audit: auditSchema,
  coverage: coverageSchema,
  doctor: diagnosisSchema,
  exec: execSchema,
  explain: explanationSchema,
  export: exportSchema,
  flaky: flakySchema,
  gc: gcSchema,
  init: setupSchema,
  merge: mergeSchema,
  plan: planSchema,
  remove: removalSchema,
  'report-file': reportLineSchema,
  run: runSchema,
  seed: seedSchema,
  select: selectionSchema,
  stats: statsSchema,
  watch: roundSchema,
};

test.each(Object.entries(schemas))(
  'docs/%s.schema.json is the schema of the document',
  async (name, schema) => {
    const text = JSON.stringify(toJsonSchema(schema, { target: 'draft-2020-12' }));
    await expect(await format(text, { parser: 'json', printWidth: 110 })).toMatchFileSnapshot(
      `../../../../docs/${name}.schema.json`,
    );
  },
);

test('docs/agents.md lists the schema of every command with --json, and no other', () => {
  const { commands } = createProgram({
    version: '0.0.0',
    io: { print: () => undefined, printError: () => undefined } as unknown as ProgramInput['io'],
    runnerWords: [],
    end: () => undefined,
  });
  const withoutJson = commands.filter(({ options }) => !options.some(({ long }) => long === '--json'));
  expect(withoutJson.map((command) => command.name())).toEqual(['watch-rounds']);
  const names = commands
    .filter(({ options }) => options.some(({ long }) => long === '--json'))
    .map((command) => command.name());
  const page = readFileSync(join(docs, 'agents.md'), 'utf8');
  const rows = page.matchAll(/^\| `testmon (\w+) --json`.* \| \[(.*)\]\((.*)\) \|$/gm);
  const listed = [...rows].map(([, name = '', title, link]) => ({ name, title, link }));
  expect(listed.map(({ name }) => name).sort()).toEqual(names.sort());
  expect(page).toContain(
    '| `reportFile` (`--report-file`), each line | [report-file.schema.json](report-file.schema.json) |',
  );
  for (const { name, title, link } of listed) {
    expect([title, link]).toEqual([`${name}.schema.json`, `${name}.schema.json`]);
    expect(existsSync(join(docs, `${name}.schema.json`)), name).toBe(true);
  }
});
