import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { moduleText } from '@nx-testmon/core';
import { outcomes } from '@nx-testmon/testing/runner-workspace';
import { afterEach, describe, expect, it } from 'vitest';
import {
  cleanEnvironment,
  installations,
  runApp,
  temporaryWorkspace,
  type TemporaryWorkspace,
} from './temporary-workspace.testing';
import { vitestRunner } from './vitest-runner';

const probes = {
  instrumenter: join(__dirname, '../../graph/dist/probes/open-instrumenter.js'),
  syntax: vitestRunner.syntax,
};

const test = (body: string): string =>
  `import { createRequire } from 'node:module';
import { writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import * as entry from '../built/entry.cjs';
const requireFrom = createRequire(import.meta.url);
test('it', async () => { ${body} });\n`;

const shapes = `"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.half = half;
// Halves.
function half(a) { /* here */ if (a) return a / 2; return 0; }
exports.fail = () => { throw new Error('failed'); };
`;
const files = {
  'vitest.config.mjs': 'export default {};',
  // Vitest itself loads the entry, and Node loads the modules that it requires.
  'built/entry.cjs': `const inner = require('./inner.cjs');\nexports.shapes = inner.shapes;\n`,
  'built/inner.cjs': `exports.shapes = require('./shapes.cjs');\nexports.unused = () => 1;\n`,
  'built/shapes.cjs': shapes,
  'built/module.mjs': `export const one = () => 1;\nexport const two = () => 2;\n`,
  'src/half.test.mjs': test(`expect(entry.shapes.half(0)).toBe(0);`),
  'src/text.test.mjs': test(
    `writeFileSync(process.env.TEXT, String(entry.shapes.half)); expect(entry.shapes.half(2)).toBe(1);`,
  ),
  'src/line.test.mjs': test(
    `let at; try { entry.shapes.fail(); } catch (error) { at = error.stack.split('\\n')[1]; } expect(at).toMatch(/shapes\\.cjs:6:/);`,
  ),
  'src/version.test.mjs': test(
    `const { one } = await new Function('path', 'return import(path)')(import.meta.resolve('../built/module.mjs') + '?v=1').catch(() => import('../built/module.mjs')); expect(one()).toBe(1);`,
  ),
  'src/keys.test.mjs': test(
    `expect(Object.keys(process.env).filter((name) => name.startsWith('NX_TESTMON_READS'))).toEqual([]); requireFrom('../built/shapes.cjs'); expect(Object.keys(globalThis).filter((name) => /testmon/i.test(name))).toEqual([]);`,
  ),
};

let app: TemporaryWorkspace | undefined;
afterEach(() => app?.dispose());

describe.each(installations)('modules that Node loads in a worker of Vitest $version', ({ folder }) => {
  it('have probes, which change neither texts nor lines', async () => {
    app = temporaryWorkspace(folder, files);
    const text = join(app.root, 'text');
    const result = await runApp(app, { probes, env: { ...cleanEnvironment, TEXT: text } });
    expect(outcomes(result), result.output).toEqual(
      ['half', 'keys', 'line', 'text', 'version'].map((name) => `src/${name}.test.mjs: passed`),
    );
    expect(readFileSync(text, 'utf8')).toBe('function half(a) { /* here */ if (a) return a / 2; return 0; }');
    const of = (name: string) =>
      result.results.find(({ testFile }) => testFile.path.endsWith(`${name}.test.mjs`))!;
    const collected = (name: string, path: string) => of(name).collected?.[`packages/app/built/${path}`];
    expect(collected('half', 'shapes.cjs')).toEqual(['half()', 'half()/rest']);
    expect(collected('text', 'shapes.cjs')).toEqual(['half()', 'half()/then', moduleText]);
    expect(of('half').reads?.loads?.withProbes).toContain('packages/app/built/shapes.cjs');
    expect(of('half').loadedTexts).toHaveProperty('packages/app/built/shapes.cjs');
  });
});
