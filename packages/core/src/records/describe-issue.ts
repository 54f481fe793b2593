import type * as Valibot from 'valibot';

/**
 * Describes what is wrong with a value from outside, in terms of nx-testmon. The messages of the schema library are
 * written for readers of the schema.
 *
 * @param subject a name for the whole value
 * @returns the field, and what is wrong with it
 */
export function describeIssue(issue: Valibot.BaseIssue<unknown>, subject: string): string {
  const path = (issue.path ?? []).map(({ key }) => String(key));
  const unknown = isUnknownField(issue) ? path.pop() : undefined;
  const text = unknown === undefined ? describeRule(issue) : `unknown field ${unknown}`;
  return `${path.join('.') || subject}: ${text}`;
}

function isUnknownField({ type, expected, path }: Valibot.BaseIssue<unknown>): boolean {
  return type === 'strict_object' && expected === 'never' && path !== undefined;
}

function describeRule(issue: Valibot.BaseIssue<unknown>): string {
  const { type, expected, input, message } = issue;
  if (expected === 'never') return 'one entry too many';
  if (issue.path?.at(-1)?.origin === 'key') return 'missing';
  switch (type) {
    case 'custom':
    case 'check':
    case 'regex':
      return message;
    case 'picklist':
    case 'literal':
      return `not ${(expected ?? '').replace(/[()"]/g, '').replaceAll(' | ', ' or ')}`;
    case 'min_length':
      return typeof input === 'string' ? 'empty' : 'too small';
    default:
      return rules[type] ?? 'not valid';
  }
}

const rules: Readonly<Record<string, string>> = {
  string: 'not a string',
  number: 'not a number',
  finite: 'not a number',
  safe_integer: 'not a whole number',
  boolean: 'not true or false',
  object: 'not an object',
  strict_object: 'not an object',
  array: 'not a list',
  strict_tuple: 'not a list',
  min_value: 'too small',
  max_value: 'too large',
  max_length: 'too large',
};
