import { describe, expect, it } from 'vitest';
import { type ProblemKind, type ProblemOf, problemTable } from './problem';
import { renderProblem } from './render-problem';

const file = '/w/.testmon/testmondata.db';
const detail = 'as the system says it';

/** One problem of each kind; a kind without an example does not compile. */
const examples: { readonly [Kind in ProblemKind]: ProblemOf<Kind> } = {
  'unknown-option': { kind: 'unknown-option', option: 'nocolect', meant: 'nocollect' },
  'unknown-variable': { kind: 'unknown-variable', variable: 'NX_TESTMON_A', meant: 'NX_TESTMON_B' },
  'invalid-option': { kind: 'invalid-option', name: '--collect', rule: 'must be true or false' },
  'contradicting-options': { kind: 'contradicting-options', option: 'verify' },
  'glob-outside-workspace': { kind: 'glob-outside-workspace', glob: '/x/**' },
  'plan-or-shard-missing': { kind: 'plan-or-shard-missing', missing: 'plan' },
  'plan-unreadable': { kind: 'plan-unreadable', file: 'plan.json', reason: 'it is not JSON' },
  'unknown-shard': { kind: 'unknown-shard', file: 'plan.json', shard: '5', known: ['1-of-4-1a2b3c4d'] },
  'shard-without-plan-id': { kind: 'shard-without-plan-id', shard: '2' },
  'invalid-plugin-options': { kind: 'invalid-plugin-options', rules: ['"include" must be a glob'] },
  'unknown-command': { kind: 'unknown-command', name: 'selct', meant: 'select' },
  'unknown-flag': { kind: 'unknown-flag', flag: '--reporter=dot', command: 'run' },
  'flag-with-value': { kind: 'flag-with-value', flag: '--probes', meant: '--no-probes', command: 'run' },
  'flag-without-value': { kind: 'flag-without-value', flag: '--environment <text>', command: 'run' },
  'missing-flag': { kind: 'missing-flag', flag: '--base <commit>', command: 'seed' },
  'missing-argument': { kind: 'missing-argument', argument: 'file', command: 'explain' },
  'excess-arguments': { kind: 'excess-arguments', command: 'gc' },
  'invalid-flag-value': {
    kind: 'invalid-flag-value',
    flag: '--test-runner <name>',
    value: 'mocha',
    allowed: 'auto, vitest',
    command: 'run',
  },
  'no-workspace': { kind: 'no-workspace', folder: '/w' },
  'nx-graph-failed': { kind: 'nx-graph-failed', root: '/w', detail },
  'packages-unreadable': { kind: 'packages-unreadable', root: '/w', detail },
  'duplicate-package-name': { kind: 'duplicate-package-name', root: '/w', name: 'a' },
  'unknown-project': { kind: 'unknown-project', projects: ['a', 'b'] },
  'no-merge-source': { kind: 'no-merge-source', paths: ['shard-1'] },
  'no-target': { kind: 'no-target', workspace: 'nx' },
  'unknown-configuration': { kind: 'unknown-configuration', configuration: 'ci', known: [] },
  'needs-generator': { kind: 'needs-generator', generator: 'init' },
  'no-task': { kind: 'no-task' },
  'name-taken-as-target': { kind: 'name-taken-as-target', name: 'adds two', target: 'testmon' },
  'batch-not-supported': { kind: 'batch-not-supported' },
  'file-not-found': { kind: 'file-not-found', file: 'a.test.ts', root: '/w' },
  'not-a-test-file': { kind: 'not-a-test-file', file: 'a.ts', format: 'dot' },
  'unknown-code': { kind: 'unknown-code', file: 'a.ts', name: 'totl', nearest: ['total()', 'Cart.total()'] },
  'no-code-at-line': { kind: 'no-code-at-line', file: 'a.ts', line: 3 },
  'no-command': { kind: 'no-command' },
  'command-not-started': { kind: 'command-not-started', command: 'turbo', detail },
  'invalid-days': { kind: 'invalid-days', days: 'many' },
  'invalid-shards': { kind: 'invalid-shards', shards: '0', most: 256 },
  'invalid-minutes': { kind: 'invalid-minutes', minutes: 'few' },
  'plan-not-written': { kind: 'plan-not-written', file: 'plan.json', detail },
  'internal-error': { kind: 'internal-error', detail },
  'seed-without-collect': { kind: 'seed-without-collect' },
  'no-git-repository': { kind: 'no-git-repository', root: '/w', detail },
  'unknown-commit': { kind: 'unknown-commit', commit: 'origin/main' },
  'checkout-failed': { kind: 'checkout-failed', commit: 'origin/main', folder: '/tmp/x', detail },
  'base-file-changed': { kind: 'base-file-changed', path: 'nx.json' },
  'package-not-locked': { kind: 'package-not-locked', name: 'zod' },
  'package-version-changed': { kind: 'package-version-changed', name: 'zod' },
  'plugin-not-registered': { kind: 'plugin-not-registered', file: '/w/nx.json' },
  'store-not-ignored': { kind: 'store-not-ignored', root: '/w' },
  'lockfile-missing': { kind: 'lockfile-missing', root: '/w' },
  'lockfile-unreadable': { kind: 'lockfile-unreadable', path: 'yarn.lock' },
  'packages-not-as-locked': { kind: 'packages-not-as-locked', root: '/w' },
  'folder-unreadable': { kind: 'folder-unreadable', path: 'libs/a' },
  'file-unreadable': { kind: 'file-unreadable', path: 'libs/a/a.ts', detail },
  'module-unreadable': { kind: 'module-unreadable', path: 'libs/a/a.ts', detail },
  'parser-not-loaded': { kind: 'parser-not-loaded', detail },
  'manifest-invalid': { kind: 'manifest-invalid', path: 'libs/a/package.json' },
  'tsconfig-unreadable': { kind: 'tsconfig-unreadable', path: 'libs/a/tsconfig.json' },
  'too-many-ignored-files': { kind: 'too-many-ignored-files', path: 'dist', limit: 1000 },
  'package-not-as-locked': { kind: 'package-not-as-locked', detail, command: 'npm install' },
  'package-in-no-lockfile': { kind: 'package-in-no-lockfile', name: 'zod' },
  'no-declared-file': { kind: 'no-declared-file', glob: 'no/such/*.sql' },
  'runner-not-installed': { kind: 'runner-not-installed', title: 'Vitest', projectRoot: '/w/a' },
  'runner-unsupported': {
    kind: 'runner-unsupported',
    title: 'Jest',
    version: '28.0.0',
    projectRoot: '/w/a',
    oldest: 29,
    newest: 30,
  },
  'no-runner-config': {
    kind: 'no-runner-config',
    config: 'vitest.config.ts',
    projectRoot: '/w/a',
    workspaceRoot: '/w',
  },
  'runner-refused': { kind: 'runner-refused', title: 'Jest', message: 'Multiple configurations found:\na\n' },
  'runner-died': { kind: 'runner-died', title: 'Jest', exitCode: 1, output: detail, listCommand: 'jest -x' },
  'no-test-script': { kind: 'no-test-script', manifest: '/w/a/package.json', command: 'node --test' },
  'manifest-unreadable': { kind: 'manifest-unreadable', manifest: '/w/a/package.json', detail },
  'unsupported-node': { kind: 'unsupported-node', version: '20.1.0' },
  'sqlite-not-loaded': { kind: 'sqlite-not-loaded', detail },
  'store-missing': { kind: 'store-missing', file },
  'store-empty': { kind: 'store-empty', file, detail },
  'store-foreign': { kind: 'store-foreign', file, detail },
  'store-newer': { kind: 'store-newer', file, detail },
  'store-damaged': { kind: 'store-damaged', file, detail },
  'store-busy': { kind: 'store-busy', file, detail },
  'store-in-wal-mode': { kind: 'store-in-wal-mode', file, detail },
  'store-unreadable': { kind: 'store-unreadable', file, detail },
  'store-refused': { kind: 'store-refused', file, detail },
  'store-locked': { kind: 'store-locked', file },
  'store-not-writable': { kind: 'store-not-writable', file, detail },
  'no-facts-yet': { kind: 'no-facts-yet', file },
  'store-damaged-in-parts': { kind: 'store-damaged-in-parts', detail },
  'damaged-facts': { kind: 'damaged-facts', facts: 2 },
  'passes-ahead-of-clock': { kind: 'passes-ahead-of-clock', passes: 2 },
  'record-not-written': { kind: 'record-not-written', detail },
  'record-not-kept': { kind: 'record-not-kept', detail },
  'not-a-record': { kind: 'not-a-record', file, reason: 'not JSON' },
  'record-newer': { kind: 'record-newer', file, reason: 'version 9' },
  'record-invalid': { kind: 'record-invalid', file, reason: 'not JSON' },
  'record-unreadable': { kind: 'record-unreadable', file, reason: detail },
  'database-not-merged': { kind: 'database-not-merged', file, cause: 'store-damaged', detail },
  'store-moved-aside': { kind: 'store-moved-aside', file, reason: 'damaged' },
  'collecting-failed': { kind: 'collecting-failed', detail },
  'coverage-not-written': { kind: 'coverage-not-written', folder: 'coverage', detail },
  'report-not-written': { kind: 'report-not-written', file, detail },
  'page-not-written': { kind: 'page-not-written', file, detail },
  'page-not-opened': { kind: 'page-not-opened', file, detail },
  'summary-not-written': { kind: 'summary-not-written', file, detail },
  'unsupported-test-runner': {
    kind: 'unsupported-test-runner',
    project: 'legacy',
    sign: 'script test',
    runner: 'Mocha',
    runners: ['A', 'B', 'C'],
  },
  'no-test-configuration': {
    kind: 'no-test-configuration',
    project: 'app',
    sign: 'target test',
    runner: 'A',
  },
  'configuration-without-target': {
    kind: 'configuration-without-target',
    project: 'app',
    sign: 'file a.config.ts',
  },
  'test-script-with-steps': {
    kind: 'test-script-with-steps',
    project: 'app',
    sign: 'script test',
    runner: 'A',
  },
  'unknown-test-command': {
    kind: 'unknown-test-command',
    project: 'app',
    sign: 'target test',
    command: 'bash test.sh',
    runners: ['A', 'B'],
  },
};

describe.each(Object.values(examples))('the problem $kind', (problem) => {
  const text = renderProblem(problem);

  it('says what happened, where, and what to do next', () => {
    const { kind, ...facts } = problem;
    expect(problemTable[kind].next).not.toBe('');
    // What a problem knows and does not print would be no reason to know it. Of these, the text is chosen by the value.
    const choosing = ['kind', 'workspace', 'cause', 'isMovedAside', 'command', 'option'];
    for (const [name, fact] of Object.entries(facts)) {
      if (typeof fact === 'string' && !choosing.includes(name)) expect(text).toContain(fact.trim());
      if (Array.isArray(fact)) for (const one of fact) expect(text).toContain(one);
    }
  });

  it('is made of whole sentences', () => {
    expect(text).toMatch(/^[A-Z-/a-z].*[.?]$/s);
    expect(text).not.toMatch(/undefined|\.\.|\. \.|  /);
  });
});

it('reads as a user expects it', () => {
  expect(renderProblem(examples['unknown-option'])).toBe(
    'Unknown option --nocolect. Did you mean --nocollect?',
  );
  expect(renderProblem(examples['store-damaged'])).toBe(
    'The store is damaged (/w/.testmon/testmondata.db: as the system says it). It could not be read as a database, so every test file is selected. Run once without --nocollect: the file is moved aside, never deleted, and a new store is started.',
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

  it('is followed by the next step on a line of its own', () => {
    const text = renderProblem({
      kind: 'runner-refused',
      title: 'Jest',
      message: 'No tests:\n> 1 | {\n    | ^',
    });
    expect(text.split('\n').slice(-2)).toEqual([
      '    | ^',
      'Correct the configuration or the arguments of Jest.',
    ]);
    const detail = 'no graph\n    |';
    expect(renderProblem({ kind: 'nx-graph-failed', root: '/w', detail })).toMatch(
      /\n {4}\|\nRun `nx show projects`/,
    );
  });

  it('ends its stack trace at the first frame of the user', () => {
    expect(renderProblem({ kind: 'runner-refused', title: 'Jest', message })).toBe(
      `Jest did not accept its configuration or arguments: Cannot find module './preset'
    at Object.<anonymous> (${config})
Correct the configuration or the arguments of Jest.`,
    );
  });

  it('has no frame where all are those of packages, and is one sentence then', () => {
    const ofPackages = message
      .split('\n')
      .filter((line) => !line.includes(config))
      .join('\n');
    expect(renderProblem({ kind: 'runner-refused', title: 'Jest', message: ofPackages })).toBe(
      "Jest did not accept its configuration or arguments: Cannot find module './preset'. Correct the configuration or the arguments of Jest.",
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
