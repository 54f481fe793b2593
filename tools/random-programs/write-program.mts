import { chooseRandom, type Random } from '../shared/random.mts';
import { callOf, importsOf, type ModuleExport } from './module-export.mts';
import { writeModule } from './write-module.mts';
import { literal, type Program } from './program.mts';

/**
 * Writes a program: modules that call each other (in some programs in cycles), barrels, data files, parts
 * that a glob finds, and test files whose snapshots contain every value that they compute.
 */
export function writeProgram(number: number, random: Random): Program {
  const files = new Map<string, string>([
    ['registry.ts', 'export const registry: string[] = [];\n'],
    ['data.txt', `${literal(random)}\n${literal(random)}\n`],
    ['data.json', `{ "used": ${literal(random)}, "unused": ${literal(random)} }\n`],
    ['parts/p1.ts', `export const value = ${literal(random)};\n`],
    ['parts/p2.ts', `export const value = ${literal(random)};\n`],
  ]);
  const count = 4 + Math.floor(random() * 4);
  const exported = planExports(count, random);
  const hasCycles = random() < 0.2;
  for (let module = 0; module < count; module++) {
    files.set(`m${module}.ts`, writeModule({ module, exported, program: number, hasCycles, random }));
  }
  files.set('index.ts', writeBarrel(count, exported, random));
  files.set('api.ts', "export * as all from './index';\nexport * from './index';\n");
  const tests = 3 + Math.floor(random() * 3);
  for (let test = 0; test < tests; test++) files.set(`t${test}.test.ts`, writeTest(exported, random));
  return { files, variable: random() < 0.7 ? String(literal(random)) : undefined };
}

const kinds = [
  'function',
  'function',
  'function',
  'async',
  'arrow',
  'class',
  'object',
  'constant',
  'enum',
] as const;

/** Every module exports a function, so that there is always one to call. */
function planExports(count: number, random: Random): readonly ModuleExport[] {
  return Array.from({ length: count }, (_, module) => {
    const extra = Array.from({ length: 1 + Math.floor(random() * 3) }, () => chooseRandom(kinds, random));
    return (['function', ...extra] as const).map((kind, index) => ({
      module,
      kind,
      name: `${kind[0]}${module}${index}x`,
    }));
  }).flat();
}

function writeBarrel(count: number, exported: readonly ModuleExport[], random: Random): string {
  const lines = Array.from({ length: count }, (_, module) => {
    if (random() < 0.6) return `export * from './m${module}';`;
    const names = exported.filter((one) => one.module === module).map(({ name }) => name);
    return `export { ${names.join(', ')} } from './m${module}';`;
  });
  const [one, other] = [chooseRandom(exported, random), chooseRandom(exported, random)];
  return `${lines.join('\n')}\nexport { ${one.name} as alias, ${one.name} as again } from './m${one.module}';\nexport { ${other.name} as other } from './m${other.module}';\n`;
}

function writeTest(exported: readonly ModuleExport[], random: Random): string {
  const chosen = Array.from({ length: 2 + Math.floor(random() * 3) }, () => chooseRandom(exported, random));
  const used = [...new Set(chosen)];
  const uses = used.map((one) => {
    const style = random();
    if (style < 0.55) return { one, from: `./m${one.module}`, name: one.name };
    if (style < 0.85) return { one, from: './index', name: one.name };
    return { one, from: './api', name: `all.${one.name}` };
  });
  const mocked = random() < 0.15 ? chooseRandom(exported, random) : undefined;
  const mock =
    mocked === undefined
      ? ''
      : `vi.mock('./m${mocked.module}', async (original) => ({ ...(await original<object>()), added: 1 }));\n`;
  const cases = uses.map(
    ({ one, name }, index) =>
      `it('case ${index}', async () => {\n  expect(await attempt(() => ${callOf({ ...one, name }, String(1 + Math.floor(random() * 4)))})).toMatchSnapshot();\n});\n`,
  );
  return `import { expect, it${mocked === undefined ? '' : ', vi'} } from 'vitest';
${importsOf(uses)}
${mock}async function attempt(run: () => unknown): Promise<unknown> {
  try {
    return await run();
  } catch (error) {
    return String(error);
  }
}
${cases.join('')}`;
}
