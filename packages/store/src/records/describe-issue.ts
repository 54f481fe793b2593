import type { z } from 'zod';

/** Why a record is invalid: which of its fields, and what is wrong with it. */
export function describeIssue(issue: z.core.$ZodIssue | undefined): string {
  if (issue === undefined) return 'record: not valid';
  return `${issue.path.join('.') || 'record'}: ${issueText(issue)}`;
}

/** In the words of this product: the texts of the schema library are for those who know the schema. */
export function issueText(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'custom':
    case 'invalid_format':
      return issue.message;
    case 'invalid_type':
      return `not ${expectedTypes[issue.expected] ?? issue.expected}`;
    case 'invalid_value':
      return `not ${issue.values.map(String).join(' or ')}`;
    case 'too_big':
      return 'too large';
    case 'too_small':
      return issue.origin === 'string' ? 'empty' : 'too small';
    case 'unrecognized_keys':
      return `unknown field ${issue.keys.join(', ')}`;
    default:
      return 'not valid';
  }
}

const expectedTypes: Readonly<Record<string, string>> = {
  string: 'a string',
  number: 'a number',
  boolean: 'true or false',
  object: 'an object',
  array: 'a list',
  tuple: 'a list',
};
