import { count, printable } from '@nx-testmon/core';
import type { ListedBreaker } from '@nx-testmon/engine';
import { describeMinute } from '../../output/describe-minute';
import type { AuditDocument } from './audit-schema';

export function toAuditDocument(breakers: readonly ListedBreaker[], cleared: boolean): AuditDocument {
  return {
    cleared,
    projects: breakers.map(({ project, stored }) => {
      if (stored.kind === 'unreadable') return { project, missed: [], problem: stored.detail };
      const { target, environment, foundAt, missed } = stored.breaker;
      return {
        ...{ project, target, environment },
        foundAt: new Date(foundAt).toISOString(),
        missed: missed.map(({ path, suite }) => ({ file: path, suite })),
      };
    }),
  };
}

/** Renders each project whose selection is off with its missed test files, or the cleared projects. */
export function renderAudit(
  breakers: readonly ListedBreaker[],
  { isCleared }: { readonly isCleared: boolean },
): string {
  if (breakers.length === 0)
    return isCleared
      ? 'Nothing to clear: no audit has turned the selection off.'
      : 'The selection is on: no audit has missed a test file.';
  const names = breakers.map(({ project }) => printable(project)).join(', ');
  if (isCleared) return `The selection is on again for ${count(breakers.length, 'project')}: ${names}`;
  return [
    ...breakers.map(describe),
    `Every test file of ${breakers.length === 1 ? 'this project' : 'these projects'} runs. Find out why, then turn the selection on again:\n  testmon audit --clear --projects ${breakers.map(({ project }) => printable(project)).join(',')}`,
  ].join('\n\n');
}

function describe({ project, stored }: ListedBreaker): string {
  const name = printable(project);
  if (stored.kind === 'unreadable')
    return `${name}: selection off\n  ${printable(stored.file)} can't be read: ${printable(stored.detail)}`;
  const { target, environment, foundAt, missed } = stored.breaker;
  return [
    `${name}: selection off since ${describeMinute(foundAt)} (target ${printable(target)}, environment ${printable(environment)})`,
    `  missed by the selection: ${count(missed.length, 'test file')}`,
    ...missed.map(({ path }) => `    ${printable(path)}`),
  ].join('\n');
}
