import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync } from 'node:fs';
import { createWorkspace, type TestWorkspace } from '@nx-testmon/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startsGitQuery } from './find-git-query';

const env = { PATH: '/usr/bin:/bin' };
const query = ['rev-parse', 'HEAD'];
let workspace: TestWorkspace;
const at = (path: string): string => workspace.path(path);

describe.skipIf(process.platform === 'win32' || !existsSync('/usr/bin/git'))(
  'a start of git (not on Windows)',
  () => {
    beforeAll(() => {
      workspace = createWorkspace({
        'repository/libs/a/a.ts': '',
        'bin/git': '#!/bin/sh\n',
        'outside/a.ts': '',
      });
      execFileSync('git', ['init', '--quiet'], { cwd: at('repository') });
      execFileSync('git', ['init', '--quiet', '--bare', 'fixture.git'], { cwd: at('repository/libs') });
      execFileSync('git', ['init', '--quiet', 'nested'], { cwd: at('repository/libs') });
      chmodSync(at('bin/git'), 0o755);
    });
    afterAll(() => workspace[Symbol.dispose]());

    const starts = (start: object, root = 'repository') =>
      startsGitQuery({ file: 'git', args: query, env, cwd: at('repository/libs/a'), ...start }, at(root));

    test('reads only the repository that contains the workspace', () => {
      expect(starts({})).toBe(true);
      expect(starts({}, 'repository/libs')).toBe(true);
      expect(starts({ file: '/bin/sh', args: ['-c', 'git remote -v'] })).toBe(true);
      expect(starts({ cwd: at('outside'), args: ['-C', at('repository'), ...query] })).toBe(true);
    });

    test('is not a query with other commands, programs, variables and repositories', () => {
      expect(starts({ args: ['status'] })).toBe(false);
      expect(starts({ file: '/bin/sh', args: ['-c', 'git remote -v; cat a.ts'] })).toBe(false);
      expect(starts({ file: 'node' })).toBe(false);
      expect(starts({ file: 'no-such-program' })).toBe(false);
      expect(starts({ env: { PATH: `${at('bin')}:/usr/bin` } })).toBe(false);
      expect(starts({ env: { ...env, GIT_DIR: at('repository/libs/fixture.git') } })).toBe(false);
      for (const name of ['GIT_WORK_TREE', 'GIT_CONFIG_COUNT', 'GIT_INDEX_FILE', 'LD_PRELOAD', 'ENV'])
        expect(starts({ env: { ...env, [name]: '1' } }), name).toBe(false);
      for (const name of ['GIT_SSL_CAINFO', 'GIT_COMMIT', 'GIT_AUTHOR_NAME'])
        expect(starts({ env: { ...env, [name]: '1' } }), name).toBe(true);
      expect(starts({ cwd: at('repository/libs/fixture.git') })).toBe(false);
      expect(starts({ cwd: at('repository/libs/nested') })).toBe(false);
      expect(starts({ cwd: at('outside') })).toBe(false);
      expect(starts({ args: ['-C', at('repository/libs/nested'), ...query] })).toBe(false);
    });
  },
);
