// Proves that lint reports each forbidden import, and no allowed one: a rule that went blind would pass silently
// (the Nx rule skips its work when there is no project graph).
const { readdirSync } = require('node:fs');
const { join } = require('node:path');
const { createProjectGraphAsync } = require('@nx/devkit');
const { ESLint } = require('eslint');

const root = join(__dirname, '..');
process.env.NX_DAEMON = 'false';
const layers = {
  core: 'core',
  graph: 'adapter',
  store: 'adapter',
  runner: 'process',
  vitest: 'runner',
  jest: 'runner',
  'node-test': 'runner',
  engine: 'engine',
  nx: 'face',
  cli: 'face',
};
const mayImport = {
  core: [],
  adapter: ['core'],
  process: ['core'],
  runner: ['core', 'process'],
  engine: ['core', 'adapter', 'process', 'runner'],
  face: ['core', 'engine'],
};
/** npm packages that one package alone may import; an empty name: nobody may. */
const owners = {
  'vitest/node': 'vitest',
  '@jest/core': 'jest',
  'better-sqlite3': 'store',
  'proper-lockfile': 'store',
  'ts-morph': 'graph',
  typescript: '',
};

const rules = [
  '@nx/enforce-module-boundaries',
  '@typescript-eslint/no-restricted-imports',
  'no-restricted-syntax',
];
const byImport = (name) => `import * as it from '${name}';\nexport const all = it;\n`;
const byRequire = (name) => `export const all: unknown = require('${name}');\n`;
const byImportCall = (name) => `export const all = (): Promise<unknown> => import('${name}');\n`;

function cases() {
  const names = Object.keys(layers);
  const internal = names.flatMap((from) =>
    names
      .filter((to) => to !== from)
      .map((to) => ({
        from,
        imported: to === 'nx' ? 'nx-testmon' : `@nx-testmon/${to}`,
        rule: rules[0],
        code: byImport(to === 'nx' ? 'nx-testmon' : `@nx-testmon/${to}`),
        allowed: mayImport[layers[from]].includes(layers[to]),
      })),
  );
  const external = names.flatMap((from) =>
    Object.entries(owners).flatMap(([imported, owner]) =>
      [
        [rules[1], byImport],
        [rules[2], byRequire],
        [rules[2], byImportCall],
      ].map(([rule, load]) => ({ from, imported, rule, code: load(imported), allowed: from === owner })),
    ),
  );
  return [...internal, ...external];
}

async function main() {
  const packages = readdirSync(join(root, 'packages')).sort().join();
  if (packages !== Object.keys(layers).sort().join()) {
    throw new Error(`a package without a layer, or a layer without a package: ${packages}`);
  }
  await createProjectGraphAsync();
  const eslint = new ESLint({ cwd: root });
  let wrong = 0;
  for (const { from, imported, rule, code, allowed } of cases()) {
    const [result] = await eslint.lintText(code, {
      filePath: join(root, 'packages', from, 'src', 'index.ts'),
    });
    const fatal = result.messages.find((message) => message.fatal);
    if (fatal) throw new Error(fatal.message);
    // An allowed import must please both rules, a forbidden one be reported by the rule that is meant.
    const reported = result.messages.some(({ ruleId }) =>
      allowed ? rules.includes(ruleId) : ruleId === rule,
    );
    if (reported !== allowed) continue;
    wrong += 1;
    console.error(
      `boundaries: ${from} importing ${imported} is ${allowed ? 'allowed, but reported' : 'not reported'}`,
    );
  }
  console.log(`boundaries: ${cases().length - wrong} of ${cases().length} imports judged as they should be`);
  process.exit(wrong === 0 ? 0 : 1);
}

main().catch((error) => {
  console.error(`boundaries: ${error.stack}`);
  process.exit(2);
});
