/**
 * Checks the packages against `layers.mjs`: their tags, manifests and TypeScript references, and the table in
 * docs/architecture.md. Then checks that ESLint reports each forbidden import and no allowed one, because a
 * rule that stops working passes silently (Nx's rule does nothing without a project graph).
 */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import devkit from '@nx/devkit';
import { ESLint } from 'eslint';
import { installedTogether, layers, pureCore, restrictedPackages } from './layers.mjs';
import { readPackages, type RepositoryPackage } from './read-packages.mts';

const root = dirname(import.meta.dirname);

function mayImport(from: RepositoryPackage, to: RepositoryPackage): boolean {
  return layers[from.layer]?.mayImport.includes(to.layer) === true;
}

/** Differences between the table of layers and the manifests, TypeScript references and documentation. */
function findContradictions(packages: readonly RepositoryPackage[]): string[] {
  const byFolder = new Map(packages.map((one) => [one.folder, one]));
  const architecture = readFileSync(join(root, 'docs/architecture.md'), 'utf8');
  return packages.flatMap((one) => {
    const { folder, layer, dependencies, references } = one;
    if (!layers[layer])
      return [`packages/${folder} needs one tag layer:<name> of ${Object.keys(layers).join(', ')}`];
    const imported = dependencies.filter((to) => !installedTogether[folder]?.includes(to));
    const forbidden = imported.filter((to) => !mayImport(one, byFolder.get(to)!));
    return [
      ...forbidden.map(
        (to) => `packages/${folder}/package.json depends on ${to}, which its layer may not import`,
      ),
      ...(dependencies.join() === references.join()
        ? []
        : [
            `packages/${folder}: package.json depends on ${dependencies.join()}, tsconfig.json refers to ${references.join()}`,
          ]),
      ...(new RegExp(`^\\|[^|]*\`${folder}\`[^|]*\\|`, 'm').test(architecture)
        ? []
        : [`docs/architecture.md has no row for packages/${folder}`]),
    ];
  });
}

/** A line of code in one package, and whether ESLint must report it. */
interface LintCase {
  readonly from: string;
  /** Path below the package's `src`; default: its index. */
  readonly file?: string;
  /** A description of the line, such as "core importing fs". */
  readonly what: string;
  readonly rule: string;
  readonly code: string;
  readonly isAllowed: boolean;
}

const rules = {
  layers: '@nx/enforce-module-boundaries',
  imports: '@typescript-eslint/no-restricted-imports',
  loads: 'no-restricted-syntax',
  globals: 'no-restricted-globals',
  properties: 'no-restricted-properties',
};
const byImport = (name: string) => `import * as it from '${name}';\nexport const all = it;\n`;
const byRequire = (name: string) => `export const all: unknown = require('${name}');\n`;
const byImportCall = (name: string) => `export const all = (): Promise<unknown> => import('${name}');\n`;

function importCases(packages: readonly RepositoryPackage[]): LintCase[] {
  const internal = packages.flatMap((from) =>
    packages
      .filter((to) => to !== from)
      .map((to) => ({
        from: from.folder,
        what: `importing ${to.name}`,
        rule: rules.layers,
        code: byImport(to.name),
        isAllowed: mayImport(from, to),
      })),
  );
  const external = packages.flatMap(({ folder }) =>
    restrictedPackages.flatMap(({ example, owner }) =>
      [
        { rule: rules.imports, code: byImport(example) },
        { rule: rules.loads, code: byRequire(example) },
        { rule: rules.loads, code: byImportCall(example) },
      ].map((one) => ({ ...one, from: folder, what: `importing ${example}`, isAllowed: folder === owner })),
    ),
  );
  return [...internal, ...external];
}

/**
 * Core uses neither Node's modules nor the process, the clock or random numbers. The one file that computes
 * digests is excepted.
 */
function pureCoreCases(): LintCase[] {
  const imports = ['node:fs', 'fs/promises', 'node:crypto'].flatMap((name) => [
    { what: `importing ${name}`, rule: rules.imports, code: byImport(name) },
    { what: `requiring ${name}`, rule: rules.loads, code: byRequire(name) },
    { what: `importing ${name} late`, rule: rules.loads, code: byImportCall(name) },
  ]);
  const uses = [
    { what: 'using process', rule: rules.globals, code: 'export const all = () => process.argv;\n' },
    { what: 'using Date', rule: rules.globals, code: 'export const all = () => new Date();\n' },
    { what: 'using performance', rule: rules.globals, code: 'export const all = () => performance.now();\n' },
    { what: 'using globalThis', rule: rules.globals, code: 'export const all: unknown = globalThis;\n' },
    { what: 'using Math.random', rule: rules.properties, code: 'export const all = () => Math.random();\n' },
  ];
  const file = pureCore.exception.file.replace('packages/core/src/', '');
  return [
    ...[...imports, ...uses].map((one) => ({ ...one, from: 'core', isAllowed: false })),
    {
      what: `importing node:crypto in ${file}`,
      rule: rules.imports,
      code: byImport('node:crypto'),
      isAllowed: true,
    },
    {
      what: `importing node:fs in ${file}`,
      rule: rules.imports,
      code: byImport('node:fs'),
      isAllowed: false,
    },
  ].map((one) => ('from' in one ? one : { ...one, from: 'core', file }));
}

/** The rules also apply to sources with other extensions. */
function moduleCases(): LintCase[] {
  const [from, file] = ['vitest', 'child/collect-setup.mts'];
  return [
    { rule: rules.layers, code: byImport('@nx-testmon/engine'), isAllowed: false },
    { rule: rules.layers, code: byImport('@nx-testmon/runner'), isAllowed: true },
    { rule: rules.imports, code: byImport('better-sqlite3'), isAllowed: false },
    { rule: rules.loads, code: byImportCall('ts-morph'), isAllowed: false },
  ].map((one) => ({ ...one, from, file, what: `in ${file}: ${one.code.split('\n')[0]}` }));
}

/**
 * Whether ESLint reports a forbidden use with the expected rule, and an allowed use with none of the rules.
 */
async function isReportedRightly(
  eslint: ESLint,
  { from, file = 'index.ts', rule, code, isAllowed }: LintCase,
): Promise<boolean> {
  const filePath = join(root, 'packages', from, 'src', file);
  const messages = (await eslint.lintText(code, { filePath })).flatMap((result) => result.messages);
  const fatal = messages.find((message) => message.fatal);
  if (fatal) throw new Error(fatal.message);
  return isAllowed
    ? !messages.some(({ ruleId }) => Object.values(rules).includes(ruleId ?? ''))
    : messages.some(({ ruleId }) => ruleId === rule);
}

async function main(): Promise<number> {
  const packages = readPackages(root);
  const contradictions = findContradictions(packages);
  for (const line of contradictions) console.error(`boundaries: ${line}`);

  // With CI=true, the parser assumes that each file is read from disk once, and ignores the first text that
  // it gets for a file.
  process.env['TSESTREE_SINGLE_RUN'] = 'false';
  process.env['NX_DAEMON'] = 'false';
  await devkit.createProjectGraphAsync();
  const guarding = new Set(Object.values(rules));
  const eslint = new ESLint({
    cwd: root,
    ruleFilter: ({ ruleId }) => guarding.has(ruleId),
    // None of these rules uses types, and creating a program for each text would take most of the time.
    overrideConfig: { languageOptions: { parserOptions: { project: null, projectService: false } } },
  });
  const cases = [...importCases(packages), ...pureCoreCases(), ...moduleCases()];
  let wrong = 0;
  for (const one of cases) {
    if (await isReportedRightly(eslint, one)) continue;
    wrong += 1;
    const fault = one.isAllowed ? 'allowed, but reported' : 'not reported';
    console.error(`boundaries: ${one.from} ${one.what} is ${fault}`);
  }
  console.log(`boundaries: ${cases.length - wrong} of ${cases.length} uses are reported as they should be`);
  return contradictions.length + wrong === 0 ? 0 : 1;
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(`boundaries: ${(error as Error).stack}`);
  process.exitCode = 2;
}
