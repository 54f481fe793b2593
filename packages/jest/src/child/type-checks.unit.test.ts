import { describe, expect, it } from 'vitest';
import type { ProjectConfig, TransformEntry } from './jest-api';
import { checksTypes } from './type-checks';

const tsJest = '/nowhere/node_modules/ts-jest/dist/index.js';
const swc = '/nowhere/node_modules/@swc/jest/index.js';

function checks(...transform: readonly (readonly [string, string])[]): Promise<boolean> {
  const entries = transform.map(([pattern, path]): TransformEntry => [pattern, path, {}]);
  return checksTypes({ transform: entries } as unknown as ProjectConfig);
}

describe('types are checked', () => {
  it('if ts-jest compiles code', async () => {
    expect(await checks(['^.+\\.(ts|js|html)$', tsJest])).toBe(true);
    expect(await checks(['^.+\\.[tj]sx?$', swc])).toBe(false);
  });

  it('not if another transformer takes all code before ts-jest, as behind a preset', async () => {
    for (const pattern of ['^.+\\.[tj]s$', '\\.(t|j)s$', '^.+\\.(?:ts|js)$', '.+\\.[jt]sx?$'])
      expect(await checks([pattern, swc], ['^.+\\.(ts|js|html)$', tsJest]), pattern).toBe(false);
  });

  it('if some code is left for ts-jest, or may be', async () => {
    expect(await checks(['^.+\\.js$', swc], ['^.+\\.(ts|js|html)$', tsJest])).toBe(true);
    expect(await checks(['^.+\\.[tj]s$', swc], ['^.+\\.tsx?$', tsJest])).toBe(true);
    expect(await checks(['src/.+\\.ts$', swc], ['\\.ts$', tsJest])).toBe(true);
    expect(await checks(['\\.spec\\.ts$', swc], ['\\.ts$', tsJest])).toBe(true);
    expect(await checks(['^.+\\.[tj]s$', swc], ['src/.+\\.ts$', tsJest])).toBe(true);
    expect(await checks(['^.+\\.ts|x$', swc], ['\\.ts$', tsJest])).toBe(true);
  });

  it('if ts-jest comes first', async () => {
    expect(await checks(['^.+\\.ts$', tsJest], ['^.+\\.[tj]s$', swc])).toBe(true);
  });
});
