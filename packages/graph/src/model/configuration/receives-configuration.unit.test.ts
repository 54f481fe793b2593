import { noRunnerSyntax } from '@nx-testmon/core';
import { expect, it } from 'vitest';
import { read } from '../model.testing';
import { readModuleModel } from '../read-module-model';

it.each([
  ['a hook of a plugin', 'export const own = () => ({ name: "own", config: (given) => f(given) });'],
  ['a hook that is a method', 'export default { plugins: [{ configResolved(given) { f(given); } }] };'],
  ['a hook that is assigned', 'plugin.configureVitest = f;'],
  ['a condition of a plugin', 'export const own = { apply: (given) => f(given) };'],
  ['a hook of a class', 'export class Own { config = (given) => f(given); }'],
  ['a member', 'f(server.config);'],
  ['a member by a quoted name', 'f(server["config"]);'],
  ['a part of an object', 'export default ({ globalConfig }) => f(globalConfig);'],
  ['a parameter', 'export default wrap((cfg) => f(cfg));'],
  ['a member with the name of an ignored option', 'if (vitest.reporters.length > 1) f();'],
  ['a destructured ignored option', 'const { outputFile: file } = f();'],
  ['the text of a function', 'export default { define: { A: JSON.stringify(f.toString()) } };'],
  ['a function as a text', 'export default { define: { A: JSON.stringify(String(f)) } };'],
  ['a function that reads a configuration', 'import { loadConfigFromFile as load } from "vite";'],
])('code may receive a configuration: %s', (_, code) => {
  expect(read(code).receivesConfiguration).toBe(true);
});

it.each([
  ['definition', 'import { defineConfig } from "vite"; export default defineConfig({ test: {} });'],
  ['types', 'import type { Config } from "jest"; const config: Config = {}; export default config;'],
  ['types that are imported as values', 'import { Config } from "jest"; export const a: Config = {};'],
  ['texts', 'export default { plugins: [own({ config: "a.json" }), { apply: "build" }] };'],
  ['options', 'export default { coverageReporters: [], test: { reporters: [] } };'],
  ['other names', 'export default { tsconfig: read("tsconfig.json"), configFile: false };'],
])('code does not receive a configuration: %s', (_, code) => {
  expect(read(code).receivesConfiguration).toBeUndefined();
});

it('the names of a test runner and of its options come from its syntax', () => {
  const isGiven = (code: string) => readModuleModel(code, 'a.ts', noRunnerSyntax).receivesConfiguration;
  for (const code of ['f(a.vitestConfig);', 'plugin.configureVitest = f;', 'f(a.outputFile);']) {
    expect(read(code).receivesConfiguration).toBe(true);
    expect(isGiven(code)).toBeUndefined();
  }
  expect(isGiven('f(server.config);')).toBe(true);
});
