import { problemExamples as examples } from '@nx-testmon/testing/problem-examples';
import { describe, expect, it } from 'vitest';
import { problemTable } from './problem';
import { renderProblem } from './render-problem';

describe.each(Object.values(examples))('the problem $kind', (problem) => {
  const text = renderProblem(problem);

  it('says what happened, where, and what to do next', () => {
    const { kind, ...facts } = problem;
    expect(problemTable[kind].next).not.toBe('');
    // A field that is not printed would be useless. These fields only choose the text.
    const choosing = ['kind', 'workspace', 'cause', 'isMovedAside', 'command', 'option'];
    for (const [name, fact] of Object.entries(facts)) {
      if (choosing.includes(name)) continue;
      for (const one of [fact].flat()) expect(text, name).toContain(String(one).trim());
    }
  });

  it('consists of whole sentences', () => {
    expect(text).toMatch(/^[A-Z-/a-z].*[.?]$/s);
    expect(text).not.toMatch(/undefined|\.\.|\. \.|  /);
  });
});

it('reads as a user expects it', () => {
  expect(renderProblem(examples['unknown-option'])).toBe(
    'Unknown option --nocolect. Did you mean --nocollect?',
  );
  expect(renderProblem(examples['store-damaged'])).toBe(
    'The store is damaged (/w/.testmon/testmondata.db: database disk image is malformed). It could not be read as a database, so every test file is selected. Run once without --nocollect: the file is moved aside, never deleted, and a new store is started.',
  );
  expect(renderProblem(examples['store-missing'])).toBe(
    'There is no store at /w/.testmon/testmondata.db. Nothing is known about any test file, so every test file is selected. Run once without --nocollect to collect facts.',
  );
});

describe('a text of several lines', () => {
  const config = '/w/a/jest.config.js:3:7';
  const message = `Cannot find module './preset'
    at resolve (node:internal/modules/cjs/loader:1048:15)
    at Object.<anonymous> (${config})
    at readConfig (/w/node_modules/jest-config/build/index.js:2369:66)`;

  it('is followed by the next step on its own line', () => {
    const text = renderProblem({
      kind: 'runner-refused',
      title: 'Jest',
      message: 'No tests:\n> 1 | {\n    | ^',
    });
    expect(text.split('\n').slice(-2)).toEqual(['    | ^', 'Fix the Jest configuration or arguments.']);
    const detail = 'no graph\n    |';
    expect(renderProblem({ kind: 'nx-graph-failed', root: '/w', detail })).toMatch(
      /\n {4}\|\nRun `nx show projects`/,
    );
  });

  it("ends its stack trace at the first frame of the user's code", () => {
    expect(renderProblem({ kind: 'runner-refused', title: 'Jest', message })).toBe(
      `Jest rejected its configuration or arguments: Cannot find module './preset'
    at Object.<anonymous> (${config})
Fix the Jest configuration or arguments.`,
    );
  });

  it('is one sentence without frames if all frames are in packages', () => {
    const ofPackages = message
      .split('\n')
      .filter((line) => !line.includes(config))
      .join('\n');
    expect(renderProblem({ kind: 'runner-refused', title: 'Jest', message: ofPackages })).toBe(
      "Jest rejected its configuration or arguments: Cannot find module './preset'. Fix the Jest configuration or arguments.",
    );
  });

  it('keeps the whole stack of a bug, and the frames of nx-testmon everywhere', () => {
    expect(renderProblem({ kind: 'internal-error', detail: message })).toContain('jest-config/build');
    const own = 'x\n    at f (/w/node_modules/@nx-testmon/jest/dist/run.js:1:1)';
    const other = 'x\n    at f (/w/node_modules/.pnpm/a@1/node_modules/nx-testmon/dist/run.js:1:1)';
    for (const text of [own, other])
      expect(renderProblem({ kind: 'runner-refused', title: 'Jest', message: text })).toContain('run.js');
  });
});
