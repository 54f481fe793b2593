import { join } from 'node:path';
import { ResolverFactory } from 'oxc-resolver';
import { expect, test } from 'vitest';
import { defaultContext } from '../module-graph/create-module-graph';
import { link, writeWorkspace } from '../workspace.testing';
import { PathResolver } from './resolve-path';

test('looking up names in a folder has the same results as trying each extension', () => {
  const endings = [
    '.mjs',
    '.js',
    '.mts',
    '.ts',
    '.jsx',
    '.tsx',
    '.json',
    '.cjs',
    '.cts',
    '.d.ts',
    '.test.ts',
    '.css',
  ];
  const files: Record<string, string> = {};
  // Every pair of extensions for the same stem, some of them as folders.
  endings.forEach((first, i) =>
    endings.slice(i).forEach((second) => {
      files[`p${i}${second.replaceAll('.', '_')}${first}`] = '';
      files[`p${i}${second.replaceAll('.', '_')}${second}`] = '';
    }),
  );
  const root = writeWorkspace({
    ...files,
    'folder/index.tsx': '',
    'folder.ts': '',
    'other/index.js': '',
    'main/package.json': { main: './code/start' },
    'main/code/start.ts': '',
    'v1.2/x.ts': '',
    'name.with.dots.ts': '',
  });
  link(root, 'linked.ts', 'name.with.dots.ts');
  link(root, 'linked', 'other');
  const { extensions, mainFields } = defaultContext;
  const resolver = new PathResolver({ extensions, mainFields });
  const base = {
    extensions: [...extensions, '.cjs', '.cts', '.vue', '.svelte', '.node', '.d.ts', '.d.mts', '.d.cts'],
    mainFields: [...mainFields, 'main'],
  };
  const extensionAlias = {
    '.js': ['.ts', '.tsx', '.js', '.jsx'],
    '.jsx': ['.tsx', '.jsx'],
    '.mjs': ['.mts', '.mjs'],
    '.cjs': ['.cts', '.cjs'],
  };
  const probing = [new ResolverFactory(base), new ResolverFactory({ ...base, extensionAlias })];
  const stems = Object.keys(files).map((path) => path.replace(/\..*$/, ''));
  const requests = [
    'folder',
    'other',
    'main',
    'v1.2/x',
    'v1.2',
    'name.with.dots',
    'linked',
    'linked.ts',
    'linked/index',
    'none',
  ]
    .concat(stems)
    .flatMap((stem) => ['', ...endings, '/'].map((ending) => stem + ending));
  for (const request of requests) {
    const absolute = request.endsWith('/') ? `${join(root, request)}` : join(root, request);
    const probed = probing.flatMap((one) => one.sync(root, absolute).path ?? []);
    expect([request, [...resolver.resolvePath(absolute)].sort()]).toEqual([
      request,
      [...new Set(probed)].sort(),
    ]);
  }
});
