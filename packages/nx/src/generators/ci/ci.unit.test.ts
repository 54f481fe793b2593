import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Tree } from '@nx/devkit';
import { createTreeWithEmptyWorkspace } from '@nx/devkit/testing';
import { describe, expect, test, vi } from 'vitest';
import { parse } from 'yaml';
import { adaptPipeline, type PipelineSetting } from './adapt-pipeline';
import ciGenerator from './ci';

const packageFolder = join(__dirname, '../../..');
const pipeline = (service: string) => readFileSync(join(packageFolder, `pipelines/${service}.yml`), 'utf8');
const document = readFileSync(join(packageFolder, '../../docs/ci.md'), 'utf8');

function output(done: () => void): string {
  const printed = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  try {
    done();
    return printed.mock.calls.map(([chunk]) => String(chunk)).join('');
  } finally {
    printed.mockRestore();
  }
}

function emptyTree(): Tree {
  return createTreeWithEmptyWorkspace();
}

test.each(['github', 'gitlab'])('the pipeline of %s is the one of docs/ci.md', (service) => {
  expect(document).toContain(`\n\`\`\`yaml\n${pipeline(service)}\`\`\`\n`);
});

test('the pipeline of GitLab runs the tests once for a merge request and once on the main branch', () => {
  const jobs = parse(pipeline('gitlab')) as Readonly<
    Record<string, { readonly rules: readonly { readonly if: string }[] }>
  >;
  const runsIf = (condition: string): string[] =>
    Object.keys(jobs).filter((name) => jobs[name]?.rules.some((rule) => rule.if.includes(condition)));
  expect(runsIf('merge_request_event')).toEqual(['tests']);
  expect(runsIf('$CI_DEFAULT_BRANCH')).toEqual(['tests:main']);
});

describe('the generator', () => {
  test('writes the workflow of GitHub, and nothing the second time', () => {
    const tree = emptyTree();
    const path = '.github/workflows/testmon.yml';
    expect(output(ciGenerator(tree, { ci: 'github' }))).toContain(`${path} was written.`);
    expect(tree.read(path, 'utf-8')).toBe(pipeline('github'));
    expect(output(ciGenerator(tree, { ci: 'github' }))).toContain(`Nothing to do: ${path} is up to date.`);
  });

  test('does not change a file that differs', () => {
    const tree = emptyTree();
    tree.write('.github/workflows/testmon.yml', 'name: ours\n');
    expect(output(ciGenerator(tree, { ci: 'github' }))).toMatch(
      /Nothing was written: \S+ exists and differs from the generated pipeline\./,
    );
    expect(tree.read('.github/workflows/testmon.yml', 'utf-8')).toBe('name: ours\n');
  });

  test('writes a file to include if GitLab has a pipeline', () => {
    const tree = emptyTree();
    ciGenerator(tree, { ci: 'gitlab' });
    expect(tree.read('.gitlab-ci.yml', 'utf-8')).toBe(pipeline('gitlab'));

    const other = emptyTree();
    other.write('.gitlab-ci.yml', 'build: {}\n');
    const text = output(ciGenerator(other, { ci: 'gitlab' }));
    expect(text).toMatch(/include:\s+- local: \.gitlab\/testmon\.gitlab-ci\.yml/);
    expect(other.read('.gitlab/testmon.gitlab-ci.yml', 'utf-8')).toBe(pipeline('gitlab'));
    expect(other.read('.gitlab-ci.yml', 'utf-8')).toBe('build: {}\n');
  });

  test('uses the main branch of nx.json', () => {
    const tree = emptyTree();
    tree.write('nx.json', JSON.stringify({ defaultBase: 'origin/trunk' }));
    ciGenerator(tree, { ci: 'github' });
    const text = tree.read('.github/workflows/testmon.yml', 'utf-8') ?? '';
    expect(text).toContain('branches: [trunk]');
    expect(text).toContain("github.ref == 'refs/heads/trunk'");
  });
});

describe('another package manager', () => {
  const settings: Record<string, PipelineSetting> = {
    pnpm: {
      packageManager: 'pnpm',
      install: 'pnpm install --frozen-lockfile',
      exec: 'pnpm exec',
      branch: 'main',
    },
    yarn: { packageManager: 'yarn', install: 'yarn install --immutable', exec: 'yarn', branch: 'main' },
    bun: { packageManager: 'bun', install: 'bun install --frozen-lockfile', exec: 'bunx', branch: '1.x' },
  };

  test.each(Object.entries(settings))('%s installs and runs the commands on GitHub', (_, setting) => {
    const { on, jobs } = parse(adaptPipeline(pipeline('github'), setting)) as {
      readonly on: { readonly push: { readonly branches: readonly unknown[] } };
      readonly jobs: {
        readonly test: {
          readonly steps: readonly { uses?: string; run?: string; with?: Record<string, unknown> }[];
        };
      };
    };
    const { steps } = jobs.test;
    expect(on.push.branches).toEqual([setting.branch]);
    const names = steps.map(({ uses, run }) => uses ?? run);
    const node = names.indexOf('actions/setup-node@v4');
    expect(names[node - 1]).toMatch(/corepack|pnpm\/action-setup|setup-bun/);
    expect(names.slice(node + 1, node + 2)).toEqual([setting.install]);
    expect(names).toContain(`${setting.exec} nx run-many -t testmon`);
    expect(steps[node]?.with?.['cache']).toBe(
      setting.packageManager === 'bun' ? undefined : setting.packageManager,
    );
    expect(JSON.stringify(steps)).not.toMatch(/npm ci|npx/);
  });

  test.each(Object.entries(settings))('%s installs and runs the commands on GitLab', (_, setting) => {
    const { tests } = parse(adaptPipeline(pipeline('gitlab'), setting)) as {
      readonly tests: { readonly script: readonly string[] };
    };
    expect(tests.script).toHaveLength(3);
    expect(tests.script.slice(1)).toEqual([setting.install, `${setting.exec} nx run-many -t testmon`]);
  });

  test('npm and the branch main leave the pipeline unchanged', () => {
    const npm = { packageManager: 'npm', install: 'npm ci', exec: 'npx', branch: 'main' } as const;
    for (const service of ['github', 'gitlab'])
      expect(adaptPipeline(pipeline(service), npm)).toBe(pipeline(service));
  });
});
