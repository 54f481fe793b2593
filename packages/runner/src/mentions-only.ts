import type jsTokens from 'js-tokens';

const focusing = new Set(['only', 'fit', 'fdescribe', 'ftest']);
const quoted = /^(['"`])only\1$/;

/**
 * Whether the code of a test file may leave out tests with `only`. Test runners report such tests as skipped,
 * so the source is searched for `only`. Comments and other strings don't count.
 *
 * @param source `undefined` if it can't be read, which counts as a mention
 */
export function mentionsOnly(source: string | undefined): boolean {
  if (source === undefined) return true;
  // Loaded on first use, because few test files skip tests.
  const tokenize = require('js-tokens') as typeof jsTokens;
  for (const { type, value } of tokenize(source, { jsx: true })) {
    if (type === 'IdentifierName' && focusing.has(value)) return true;
    if ((type === 'StringLiteral' || type === 'NoSubstitutionTemplate') && quoted.test(value)) return true;
  }
  return false;
}
