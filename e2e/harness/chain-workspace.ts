import type { Files, WorkspacePlan } from './workspace';

/** Name of the n-th project, counted from 1. */
export function linkName(n: number): string {
  return `link-${String(n).padStart(2, '0')}`;
}

function linkFiles(n: number): Files {
  const folder = `libs/${linkName(n)}/src`;
  const previous = n > 1 ? `@e2e/${linkName(n - 1)}` : undefined;
  return {
    [`${folder}/index.ts`]: `export * from './height';\nexport { label } from './label';\n`,
    [`${folder}/height.ts`]: previous
      ? `import { height as below } from '${previous}';\n\nexport function height(): number {\n  return below() + 1;\n}\n`
      : `export function height(): number {\n  return 1;\n}\n`,
    [`${folder}/label.ts`]: `export function label(): string {\n  return 'link ${n}';\n}\n`,
    [`${folder}/height.test.ts`]: `import { expect, test } from 'vitest';\nimport { height } from './index';\n\ntest('height', () => expect(height()).toBe(${n}));\n`,
    [`${folder}/label.test.ts`]: `import { expect, test } from 'vitest';\nimport { label } from './index';\n\ntest('label', () => expect(label()).toBe('link ${n}'));\n`,
  };
}

/**
 * Projects in a chain: each imports the previous one through its barrel. Each has two test files: `height`
 * depends on the whole chain, `label` only on its own project.
 */
export function chainWorkspace(length: number, links: WorkspacePlan['links'] = 'paths'): WorkspacePlan {
  const numbers = Array.from({ length }, (_, index) => index + 1);
  return {
    projects: numbers.map(linkName),
    files: Object.assign({}, ...numbers.map(linkFiles)) as Files,
    links,
  };
}
