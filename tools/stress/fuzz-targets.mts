import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { ts } from 'ts-morph';
import { parseTaskOptions } from '@nx-testmon/engine';
import { insertProbes, readModuleModel } from '@nx-testmon/graph';
import { readPackageLock } from '@nx-testmon/graph';
import { readPnpmLock } from '@nx-testmon/graph';
import { readYarnLock } from '@nx-testmon/graph';
import { encodeRecord, RecordDecoder } from '@nx-testmon/store';
import { takeRandom } from '../shared/random.mts';
import { sampleRecord } from './sample-facts.mts';
import { mutateText } from './mutate-text.mts';
import { mutateToken, sampleModule } from './mutate-tokens.mts';

const root = join(import.meta.dirname, '..', '..');

/** Sources of this repository, as long as they are small enough to be tried by the thousand. */
function sources() {
  const names = readdirSync(join(root, 'packages'), { recursive: true }).map(String);
  return names
    .filter((name) => /src\/.*\.ts$/.test(name) && !name.includes('node_modules'))
    .map((name) => readFileSync(join(root, 'packages', name), 'utf8'))
    .filter((text) => text.length < 6_000);
}

/** Each: `make(random, seed)` gives an input, `check(input)` says `{ refused }` or `{ problem }`. */
export const targets = {
  record: {
    make(random, seed) {
      const valid = encodeRecord(sampleRecord('fuzz', [`a-${seed % 7}`, `b-${seed % 5}`]));
      if (random() < 0.6) return mutateText(valid, random);
      const json = JSON.parse(valid);
      const place = takeRandom(
        ['version', 'execId', 'project', 'target', 'blocks', 'modules', 'facts'],
        random,
      );
      json[place] = fc.sample(fc.jsonValue(), { seed, numRuns: 1 })[0];
      return JSON.stringify(json);
    },
    check(text) {
      const decoded = new RecordDecoder().decode(text);
      if (!decoded.ok) return decoded.reason ? { refused: true } : { problem: 'refused without a reason' };
      const outside = decoded.record.facts.filter(({ testFile }) =>
        /^[\\/]|(^|\/)\.\.(\/|$)/.test(testFile.path),
      );
      return outside.length > 0
        ? { problem: `a path leads out: ${outside[0].testFile.path}` }
        : { refused: false };
    },
  },
  options: {
    make(random, seed) {
      const names = [
        'nocollect',
        'collect',
        'select',
        'probes',
        'testRunner',
        'config',
        'environment',
        'reportFile',
        '_',
        't',
      ];
      const value = fc.oneof(
        fc.jsonValue(),
        fc.constantFrom('true', 'no', '', 'vitest', '../..', '__proto__'),
      );
      const options = {};
      for (let left = Math.floor(random() * 4); left >= 0; left--) {
        const name =
          random() < 0.8 ? takeRandom([...names], random) : fc.sample(fc.string(), { seed, numRuns: 1 })[0];
        Object.defineProperty(options, name, {
          value: fc.sample(value, { seed: seed + left, numRuns: 1 })[0],
          enumerable: true,
          configurable: true,
        });
      }
      return JSON.stringify(options);
    },
    check(text) {
      const parsed = parseTaskOptions(JSON.parse(text), {});
      if (parsed.ok) return { refused: false };
      return parsed.problems.length > 0 ? { refused: true } : { problem: 'refused without a reason' };
    },
  },
  lockfile: {
    make(random) {
      const [file, read] = takeRandom(
        [
          ['package-lock.json', 'npm'],
          ['pnpm-lock.yaml', 'pnpm'],
          ['yarn.lock', 'yarn'],
        ],
        random,
      );
      return JSON.stringify([read, mutateText(lockfiles[file], random)]);
    },
    check(input) {
      const [manager, text] = JSON.parse(input);
      const graph = { npm: readPackageLock, pnpm: readPnpmLock, yarn: readYarnLock }[manager](text);
      return { refused: graph === undefined };
    },
  },
  module: {
    make(random) {
      const isSample = random() < 0.3;
      const original = isSample ? sampleModule(random) : takeRandom([...(this.texts ??= sources())], random);
      const mutate = random() < 0.5 ? mutateToken : mutateText;
      return JSON.stringify([original, mutate(original, random)]);
    },
    /** What compiles to other code must read as another module, or not as a module at all. */
    check(input) {
      const [original, mutated] = JSON.parse(input);
      const path = 'lib/module.ts';
      const [before, after] = [original, mutated].map((text) => readModuleModel(text, path));
      if (after.kind === 'whole-file') return { refused: true };
      const instrumented = insertProbes(mutated, path, path);
      if (instrumented && !isSound(instrumented.code, mutated)) return { problem: 'probes break the module' };
      if (digestible(before) !== digestible(after) || before.kind === 'whole-file') return { refused: false };
      return compiled(original) === compiled(mutated)
        ? { refused: false }
        : { problem: 'other code, the same model' };
    },
  },
};

/** The function of the probes follows the last line; every other line stays where it is. */
function isSound(code, text) {
  const parsed = ts.createSourceFile('module.ts', code, ts.ScriptTarget.ESNext);
  const ownLines = code.slice(0, code.lastIndexOf('\n;function ')).split('\n');
  return ownLines.length === text.split('\n').length && parsed.parseDiagnostics.length === 0;
}

const digestible = (model) => JSON.stringify({ ...model, contentHash: undefined });

/**
 * The tree of what a text compiles to: code without its layout, empty statements, the marks of modules, and what
 * escapes and parentheses leave as it is.
 */
function compiled(text) {
  const compilerOptions = { target: ts.ScriptTarget.ESNext, module: ts.ModuleKind.ESNext };
  const code = ts.transpileModule(text, { compilerOptions }).outputText.replace(/^"use strict";/, '');
  const file = ts.createSourceFile('module.js', code, ts.ScriptTarget.ESNext, true);
  const describe = (node) => {
    if (ts.isEmptyStatement(node) || ts.isSemicolonClassElement(node) || isModuleMark(node)) return '';
    if (isIdleParentheses(node)) return describe(node.expression);
    if (ts.isStringLiteral(node) && !ts.isExpressionStatement(node.parent)) return JSON.stringify(node.text);
    if (node.kind < ts.SyntaxKind.FirstNode) return node.getText();
    const { BlockScoped, OptionalChain } = ts.NodeFlags;
    const parts = [node.kind, node.operator, node.flags & (BlockScoped | OptionalChain)];
    node.forEachChild((child) => void parts.push(describe(child)));
    return `[${parts.filter((part) => part !== '').join()}]`;
  };
  return describe(file);
}

/** The tree says what belongs together; only those of a directive and of an assignment's target mean something. */
function isIdleParentheses(node) {
  if (!ts.isParenthesizedExpression(node) || ts.isStringLiteral(node.expression)) return false;
  const { parent } = node;
  return !(ts.isBinaryExpression(parent) && parent.left === node);
}

const isModuleMark = (node) =>
  ts.isExportDeclaration(node) &&
  !node.moduleSpecifier &&
  ts.isNamedExports(node.exportClause) &&
  node.exportClause.elements.length === 0;

const lockfiles = {
  'package-lock.json': JSON.stringify({
    lockfileVersion: 3,
    packages: {
      '': { dependencies: { a: '^1.0.0' } },
      'node_modules/a': { version: '1.0.0', integrity: 'sha512-a', dependencies: { b: '^2.0.0' } },
      'node_modules/b': {
        version: '2.1.0',
        integrity: 'sha512-b',
        peerDependencies: { c: '*' },
        optional: true,
      },
      'packages/own': { name: '@own/own', dependencies: { a: '*' } },
      'node_modules/@own/own': { resolved: 'packages/own', link: true },
    },
  }),
  'pnpm-lock.yaml': `lockfileVersion: '9.0'
importers:
  .:
    dependencies:
      a: { specifier: ^1.0.0, version: 1.0.0 }
packages:
  a@1.0.0: { resolution: { integrity: sha512-a } }
  b@2.1.0: { resolution: { integrity: sha512-b } }
snapshots:
  a@1.0.0: { dependencies: { b: 2.1.0 } }
  b@2.1.0: {}
`,
  'yarn.lock': `# yarn lockfile v1

a@^1.0.0:
  version "1.0.0"
  resolved "https://registry/a.tgz#1"
  dependencies:
    b "^2.0.0"

b@^2.0.0:
  version "2.1.0"
`,
};
