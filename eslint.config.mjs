import nx from '@nx/eslint-plugin';
import prettier from 'eslint-config-prettier';
import tseslint from 'typescript-eslint';
import { readdirSync } from 'node:fs';
import { layers, pureCore, restrictedPackages } from './tools/layers.mjs';

/** @typedef {{ readonly regex: string, readonly message: string }} RestrictedPattern */

/**
 * The ways a package can be loaded that `no-restricted-imports` does not see.
 *
 * @param {RestrictedPattern} pattern
 */
function restrictedLoads({ regex, message }) {
  const name = `[value=/${regex.replaceAll('/', '\\u002F')}/]`;
  return [
    { selector: `CallExpression[callee.name='require'] > Literal${name}`, message },
    { selector: `CallExpression[callee.property.name='resolve'] > Literal${name}`, message },
    { selector: `ImportExpression > Literal${name}`, message },
  ];
}

const tests = ['**/*.test.{ts,mts}', '**/*.testing.{ts,mts}'];

/**
 * @param {string} packageName
 * @param {string} files
 * @param {readonly RestrictedPattern[]} more
 * @returns {import('typescript-eslint').ConfigWithExtends}
 */
function restrictImports(packageName, files, more = []) {
  const patterns = [
    ...restrictedPackages
      .filter(({ owner }) => owner !== packageName)
      .map(({ regex, message }) => ({ regex, message })),
    ...more,
  ];
  return {
    files: [files],
    ignores: tests,
    rules: {
      '@typescript-eslint/no-restricted-imports': ['error', { patterns }],
      'no-restricted-syntax': ['error', ...patterns.flatMap(restrictedLoads)],
    },
  };
}

/** Each package on its own, because a later setting of a rule replaces an earlier one. */
const restrictedImports = readdirSync(new URL('packages', import.meta.url)).map((name) => {
  const files = `packages/${name}/src/**/*.{ts,mts}`;
  return name === 'core' ? restrictImports(name, files, [pureCore.imports]) : restrictImports(name, files);
});

/**
 * Core uses no Node module, process, clock or randomness.
 *
 * @type {import('typescript-eslint').ConfigWithExtends[]}
 */
const pureCoreRules = [
  restrictImports('core', pureCore.exception.file, [pureCore.exception.imports]),
  {
    files: ['packages/core/src/**/*.{ts,mts}'],
    ignores: tests,
    rules: {
      'no-restricted-globals': ['error', ...pureCore.globals],
      'no-restricted-properties': ['error', ...pureCore.properties],
    },
  },
];

export default tseslint.config(
  {
    ignores: [
      '**/dist/',
      '**/node_modules/',
      '.nx/',
      '.testmon/',
      '**/fixtures/',
      'tools/demo/workspace/',
      // Its package is installed on first use.
      'tools/site/.vitepress/',
    ],
  },
  {
    files: ['*.{ts,mts,mjs}', 'packages/**/*.{ts,mts}', 'e2e/**/*.{ts,mts}', 'tools/**/*.{ts,mts,cjs,mjs}'],
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

      eqeqeq: 'error',
    },
  },
  {
    files: ['packages/report/view/**/*.{ts,tsx}'],
    extends: [tseslint.configs.recommendedTypeChecked, prettier],
    languageOptions: {
      parserOptions: {
        project: ['packages/report/view/tsconfig.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
  },
  {
    files: ['packages/*/src/**/*.{ts,mts}'],
    plugins: { '@nx': nx },
    rules: {
      '@nx/enforce-module-boundaries': [
        'error',
        {
          allow: [],
          depConstraints: Object.entries(layers).map(([layer, { mayImport }]) => ({
            sourceTag: `layer:${layer}`,
            onlyDependOnLibsWithTags: mayImport.map((other) => `layer:${other}`),
          })),
        },
      ],
    },
  },
  {
    files: ['packages/*/src/**/*.{ts,mts}'],
    ignores: tests,
    rules: {
      'max-params': ['error', 4],
    },
  },
  ...restrictedImports,
  ...pureCoreRules,
  {
    files: ['**/*.cjs'],
    rules: {
      // Functions of Node's modules are methods for the types of `require`, and use no `this`.
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  {
    files: [...tests, 'e2e/**/*.{ts,mts}'],
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
