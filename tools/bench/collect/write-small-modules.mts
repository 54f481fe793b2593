import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildWorkspace, type Workspace } from '@nx-testmon/core';

const functionsOfModule = 12;
const name = 'small-modules';

/**
 * Writes a workspace with one test file that loads many small modules. Such a test file shows most clearly
 * what collecting costs per module.
 *
 * @param root absolute; existing content is replaced
 * @param count number of modules
 */
export function writeSmallModules(root: string, count: number): Workspace {
  rmSync(root, { recursive: true, force: true });
  const folder = `packages/${name}`;
  const source = join(root, folder, 'src');
  mkdirSync(source, { recursive: true });
  // The caches are kept in this folder.
  mkdirSync(join(root, 'node_modules'));
  writeFileSync(join(root, 'package.json'), JSON.stringify({ private: true, workspaces: ['packages/*'] }));
  writeFileSync(join(root, folder, 'package.json'), JSON.stringify({ name, type: 'module' }));
  writeFileSync(
    join(root, folder, 'vitest.config.mts'),
    "export default { test: { include: ['src/*.test.ts'] } };\n",
  );
  const numbers = Array.from({ length: count }, (_, number) => number);
  for (const number of numbers) writeFileSync(join(source, `m${number}.ts`), moduleText(number));
  writeFileSync(join(source, 'all.test.ts'), testText(numbers));
  writeFileSync(join(root, '.gitignore'), 'node_modules\n.testmon\n');
  spawnSync('git', ['init', '-q'], { cwd: root });
  return buildWorkspace(root, { [name]: folder }, {});
}

function moduleText(number: number): string {
  const functions = Array.from(
    { length: functionsOfModule },
    (_, at) => `export function f${at}(x: number): number {
  if (x > ${at}) {
    return x * ${number + 1};
  }
  return [x, ${at}].map((y) => y + 1).reduce((sum, one) => sum + one, 0);
}
`,
  );
  return functions.join('\n');
}

function testText(numbers: readonly number[]): string {
  const imports = numbers.map((number) => `import { f0 as f${number} } from './m${number}';`);
  const names = numbers.map((number) => `f${number}`).join(', ');
  return `import { expect, test } from 'vitest';
${imports.join('\n')}

test('every module is loaded', () => {
  for (const f of [${names}]) expect(f(1)).toBeGreaterThan(0);
});
`;
}
