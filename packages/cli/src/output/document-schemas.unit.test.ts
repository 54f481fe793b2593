import { toJsonSchema } from '@valibot/to-json-schema';
import { format } from 'prettier';
import { expect, test } from 'vitest';
import { auditSchema } from '../commands/audit/audit-schema';
import { coverageSchema } from '../commands/coverage/coverage-schema';
import { diagnosisSchema } from '../commands/doctor/diagnosis-schema';
import { flakySchema } from '../commands/flaky/flaky-schema';
import { planSchema } from '../commands/plan/plan-schema';
import { selectionSchema } from '../commands/select/selection-schema';
import { statsSchema } from '../commands/stats/stats-schema';

const schemas = {
  audit: auditSchema,
  coverage: coverageSchema,
  doctor: diagnosisSchema,
  flaky: flakySchema,
  plan: planSchema,
  select: selectionSchema,
  stats: statsSchema,
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
