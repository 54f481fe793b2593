import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runNpm } from './child-process';
import { jestVersions, vitestVersions } from './runner-versions';

const jestPackages = [
  '@swc/core@1.16.22',
  '@swc/jest@0.2.39',
  'ts-jest@29.4.15',
  'typescript@5.9.3',
  '@babel/core@7.29.13',
  '@babel/preset-env@7.29.14',
  '@babel/preset-typescript@7.29.7',
];

const jestOf = (version: string): readonly string[] => [
  `jest@${version}`,
  `babel-jest@${version}`,
  `jest-environment-jsdom@${version}`,
  ...jestPackages,
];

/** The packages of each test runner version that the contract covers. */
export const runnerInstallations = {
  'vitest 3': [`vitest@${vitestVersions[3]}`],
  'vitest 4': [`vitest@${vitestVersions[4]}`],
  'vitest 5': [`vitest@${vitestVersions[5]}`],
  'jest 29': jestOf(jestVersions[29]),
  'jest 30': jestOf(jestVersions[30]),
  // Node contains its test runner.
  'node:test': [],
} as const;

export type RunnerInstallationName = keyof typeof runnerInstallations;

/** Installs a test runner in a folder, which is created once and kept between runs. */
export function findRunnerInstallation(name: RunnerInstallationName): Promise<string> {
  return installOnce(`runner-${name.replace(/[ :]/g, '-')}`, runnerInstallations[name]);
}

/** Installs Vitest with its coverage providers. @param major version of Vitest */
export function findCoverageInstallation(major: keyof typeof vitestVersions = 5): Promise<string> {
  const names = ['vitest', '@vitest/coverage-v8', '@vitest/coverage-istanbul'];
  const packages = names.map((name) => `${name}@${vitestVersions[major]}`);
  return installOnce(`vitest-${major}-with-coverage`, packages);
}

/**
 * Installs packages in a folder, which is kept between runs and replaced if the list of packages has changed.
 *
 * @param name of the folder
 * @param packages with their versions
 * @returns the folder
 */
export async function installOnce(name: string, packages: readonly string[]): Promise<string> {
  const parent = join(tmpdir(), 'nx-testmon-e2e');
  const wanted = packages.join(' ');
  const folder = join(parent, name);
  if (existsSync(folder) && readFileSync(join(folder, 'wanted'), 'utf8') === wanted) return folder;
  mkdirSync(parent, { recursive: true });
  const making = mkdtempSync(join(parent, 'making-'));
  try {
    writeFileSync(
      join(making, 'package.json'),
      `{ "name": "runner", "version": "0.0.0", "private": true }\n`,
    );
    writeFileSync(join(making, 'wanted'), wanted);
    const options = ['--save-exact', '--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund'];
    mkdirSync(join(making, 'node_modules'));
    if (wanted !== '') await runNpm(['install', ...options, ...packages], making);
    rmSync(folder, { recursive: true, force: true });
    renameSync(making, folder);
  } finally {
    rmSync(making, { recursive: true, force: true });
  }
  return folder;
}
