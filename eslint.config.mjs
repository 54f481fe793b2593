import nx from '@nx/eslint-plugin';
import prettier from 'eslint-config-prettier';
import tseslint from 'typescript-eslint';

/** Packages that one package alone may import, and why. */
const onlyIn = {
  vitest: {
    regex: '^(vitest|@vitest|vite)(/|$)',
    message: 'Only packages/vitest talks to the runner, so that another runner is one more package.',
  },
  jest: {
    regex: '^(jest|@jest|jest-[^/]+|babel-jest|ts-jest)(/|$)',
    message: 'Only packages/jest talks to the runner, so that another runner is one more package.',
  },
  store: {
    regex: '^(better-sqlite3|proper-lockfile)(/|$)',
    message:
      'Only packages/store opens the database and takes its lock: the read-only promise is kept there.',
  },
  graph: {
    regex: '^(ts-morph|@ts-morph)(/|$)',
    message: 'Only packages/graph parses; ts-morph costs 300 ms to load and must stay behind its cache.',
  },
};

/** Forbidden in every package. */
const nowhere = {
  regex: '^typescript(/|$)',
  message:
    'typescript@7 has no API to require, and the user decides which one is installed: take `ts` from ts-morph.',
};

/** The ways a package can be loaded that `no-restricted-imports` does not see. */
function restrictedLoads({ regex, message }) {
  const name = `[value=/${regex.replaceAll('/', '\\u002F')}/]`;
  return [
    { selector: `CallExpression[callee.name='require'] > Literal${name}`, message },
    { selector: `CallExpression[callee.property.name='resolve'] > Literal${name}`, message },
    { selector: `ImportExpression > Literal${name}`, message },
  ];
}

/** Each package on its own, because a later setting of a rule replaces an earlier one. */
const restrictedImports = [
  'core',
  'graph',
  'store',
  'runner',
  'vitest',
  'jest',
  'node-test',
  'engine',
  'nx',
  'cli',
].map((name) => {
  const patterns = [
    nowhere,
    ...Object.entries(onlyIn)
      .filter(([owner]) => owner !== name)
      .map(([, pattern]) => pattern),
  ];
  return {
    files: [`packages/${name}/src/**/*.ts`],
    ignores: ['**/*.test.ts', '**/*.testing.ts'],
    rules: {
      '@typescript-eslint/no-restricted-imports': ['error', { patterns }],
      'no-restricted-syntax': ['error', ...patterns.flatMap(restrictedLoads)],
    },
  };
});

export default tseslint.config(
  { ignores: ['**/dist/', '**/node_modules/', '.nx/', '.testmon/', '**/fixtures/', 'tools/demo/workspace/'] },
  {
    files: ['packages/*/src/**/*.ts', 'e2e/**/*.ts', 'tools/**/*.ts'],
    extends: [tseslint.configs.recommendedTypeChecked, prettier],
    languageOptions: {
      parserOptions: { project: ['tsconfig.json'], tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      '@typescript-eslint/no-unused-vars': [
        'error',
        { args: 'all', argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
      // Costly and native modules are loaded where they are first needed.
      '@typescript-eslint/no-require-imports': 'off',
      // Functions here are members of plain data, not methods that need `this`.
      '@typescript-eslint/unbound-method': 'off',
      eqeqeq: 'error',
    },
  },
  {
    files: ['packages/*/src/**/*.ts'],
    plugins: { '@nx': nx },
    rules: {
      '@nx/enforce-module-boundaries': [
        'error',
        {
          allow: [],
          depConstraints: [
            { sourceTag: 'layer:core', onlyDependOnLibsWithTags: [] },
            { sourceTag: 'layer:adapter', onlyDependOnLibsWithTags: ['layer:core'] },
            { sourceTag: 'layer:process', onlyDependOnLibsWithTags: ['layer:core'] },
            { sourceTag: 'layer:runner', onlyDependOnLibsWithTags: ['layer:core', 'layer:process'] },
            {
              sourceTag: 'layer:engine',
              onlyDependOnLibsWithTags: ['layer:core', 'layer:adapter', 'layer:process', 'layer:runner'],
            },
            { sourceTag: 'layer:face', onlyDependOnLibsWithTags: ['layer:core', 'layer:engine'] },
          ],
        },
      ],
    },
  },
  ...restrictedImports,
  {
    files: ['**/*.test.ts', '**/*.testing.ts', 'e2e/**/*.ts'],
    rules: {
      '@typescript-eslint/no-restricted-imports': 'off',
      // Matchers such as expect.any() are typed any.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      // Tests spoil parsed JSON on purpose.
      '@typescript-eslint/no-explicit-any': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
);
