import { describe, expect, it } from 'vitest';
import { type Fallback, InstallationFolders } from '@nx-testmon/core';
import { attributionPolicy, type ProcessKind } from '../attribution/policies';
import type { Disk } from '../targets/disk';
import { own, plugin, runner, search } from '../reduce/events.testing';
import { ReadTracer } from './read-tracer';
import type { Caller } from '../reduce/read-event';

/** A tracer of `/w`, its accesses to the disk and the call stack, and functions to change these. */
function traced(
  kind: ProcessKind,
  { files, links = {} }: { files: Record<string, string>; links?: Record<string, string> },
) {
  const content = new Map(Object.entries(files));
  const asked: string[] = [];
  const folders = () =>
    new Set(
      [...content.keys()].flatMap((path) =>
        path.split('/').flatMap((_, at, parts) => (at > 0 ? [parts.slice(0, at).join('/')] : [])),
      ),
    );
  const inFolder = (folder: string, paths: Iterable<string>) =>
    [...paths]
      .filter((path) => path.startsWith(`${folder}/`) && !path.slice(folder.length + 1).includes('/'))
      .map((path) => path.slice(folder.length + 1))
      .sort();
  const note = (text: string) => void asked.push(text);
  const disk: Disk = {
    content(path) {
      note(`content ${path}`);
      return folders().has(path) ? 'folder' : (content.get(path) ?? 'missing');
    },
    listing(path, without = new Set()) {
      note(`listing ${path}`);
      const names = [...inFolder(path, content.keys()), ...inFolder(path, folders())];
      return names.filter((name) => !without.has(name)).join();
    },
    lookUp: (path) => (folders().has(path) ? 'folder' : content.has(path) ? 'file' : 'missing'),
    exists: (path) => content.has(path) || folders().has(path),
    isLink: (path) => path in links,
    foldersIn: (folder) => inFolder(folder, folders()),
    filesIn: (folder) => inFolder(folder, content.keys()),
    real: (path) => links[path] ?? path,
  };
  let caller: Caller = plugin;
  let untracedReader: Fallback | undefined;
  const tracer = new ReadTracer({
    root: '/w',
    installations: new InstallationFolders([]),
    policy: attributionPolicy(kind),
    disk,
    findCaller(path) {
      note(`caller of ${path}`);
      return caller;
    },
    isOwnCode: (path) => path.startsWith('/checkout/'),
    isLoader: (path) => path.includes('/node_modules/vite/'),
    findUntracedReader: () => untracedReader,
    locateCode: () => ({ module: 'src/run.ts', line: 12 }),
  });
  return {
    tracer,
    asked,
    content,
    by: (next: Caller) => void (caller = next),
    loadUntracedReader: (reader: Fallback) => void (untracedReader = reader),
  };
}

const worker = (files: Record<string, string>, links?: Record<string, string>) =>
  traced('test-file-worker', { files, ...(links === undefined ? {} : { links }) });

describe('tracing what a process accesses', () => {
  it('accepts paths as text, as bytes and as URLs, and ignores file descriptors', () => {
    const { tracer } = worker({ '/w/a': '1', '/w/b': '2', '/w/c': '3' });
    for (const path of ['/w/a', Buffer.from('/w/b'), new URL('file:///w/c'), 7, undefined, '/w/\0'])
      tracer.access({ type: 'read', path });
    expect(tracer.endTestFile().files).toEqual({ a: '1', b: '2', c: '3' });
  });

  it('hashes the content before the call, and each path once', () => {
    const { tracer, asked, content } = worker({ '/w/a': 'before' });
    tracer.access({ type: 'read', path: '/w/a' });
    content.set('/w/a', 'after');
    tracer.access({ type: 'read', path: '/w/a' });
    expect(tracer.endTestFile().files).toEqual({ a: 'before' });
    expect(asked).toEqual(['caller of /w/a', 'content /w/a']);
  });

  it('hashes nothing for a caller that does not count', () => {
    const { tracer, asked, by } = worker({ '/w/a': '1' });
    for (const caller of [own, search]) {
      by(caller);
      tracer.access({ type: 'read', path: '/w/a' });
    }
    expect(asked).toEqual(['caller of /w/a', 'caller of /w/a']);
  });

  it('counts paths outside of the workspace, except in packages, ignored folders and the system', () => {
    const { tracer } = worker({ '/o/a': '1', '/w2/d': '4', '/tmp/x': '5', '/dev/null': '6' });
    tracer.ignoreOutside('/tmp');
    for (const path of ['/o/a', '/o/none', '/w2/d', '/tmp/x', '/dev/null', '/node_modules/p/i.js'])
      tracer.access({ type: 'read', path });
    const files = { '../o/a': '1', '../o/none': 'missing', '../w2/d': '4' };
    expect(tracer.endTestFile()).toMatchObject({ files, packages: [] });
  });

  it('leaves out code of nx-testmon that it loads itself, or that the test runner loads', () => {
    const { tracer, by } = worker({ '/checkout/core/index.js': '1' });
    for (const caller of [own, runner, { by: 'other' } as const]) {
      by(caller);
      tracer.access({ type: 'read', path: '/checkout/core/index.js' });
      tracer.moduleLoaded('file:///checkout/core/index.js');
    }
    expect(tracer.endTestFile()).toMatchObject({ files: {}, modules: {}, packages: [] });
  });

  it('leaves out manifests and source maps of nx-testmon that an installed package looks up', () => {
    const { tracer, by } = worker({
      '/checkout/jest/package.json': '1',
      '/checkout/jest/dist/run.js.map': '1',
    });
    for (const file of ['/store/node_modules/yargs/index.cjs', '/w/node_modules/yargs/index.cjs']) {
      by({ by: 'other', file });
      for (const path of ['/checkout/jest/package.json', '/checkout/jest/dist/run.js.map'])
        tracer.access({ type: 'read', path });
    }
    expect(tracer.endTestFile()).toMatchObject({ files: {}, packages: [] });
    by({ by: 'other', file: '/w/a.test.ts' });
    tracer.access({ type: 'read', path: '/checkout/jest/package.json' });
    expect(tracer.endTestFile().files).toEqual({ '../checkout/jest/package.json': '1' });
  });

  it('counts code of nx-testmon that code of a test loads', () => {
    const { tracer, by } = worker({ '/checkout/core/index.js': '1' });
    by({ by: 'other', file: '/w/a.test.ts' });
    tracer.access({ type: 'read', path: '/checkout/core/index.js' });
    expect(tracer.endTestFile().files).toEqual({ '../checkout/core/index.js': '1' });
  });

  describe('a module that is loaded', () => {
    const module = 'file:///w/src/a.js';
    const loadedBy = (from: string, specifier: string, found: string | undefined, isForTest?: boolean) => {
      const { tracer } = worker({ '/w/src/a.js': '1', '/checkout/run.js': '2' });
      tracer.specifierUsed({ from, specifier, found }, isForTest);
      return tracer.endTestFile().files;
    };

    it('counts by its content if a package loads it', () => {
      expect(loadedBy('/w/node_modules/glob-load/index.js', '/w/src/a.js', module)).toEqual({
        'src/a.js': '1',
      });
      expect(loadedBy('file:///store/node_modules/glob-load/index.js', module, module)).toEqual({
        'src/a.js': '1',
      });
    });

    it('counts by its content with any specifier', () => {
      const from = '/w/node_modules/glob-load/index.js';
      for (const specifier of ['a', '../../src/a.js'])
        expect(loadedBy(from, specifier, '/w/src/a.js', true)).toEqual({ 'src/a.js': '1' });
    });

    it.each([
      ['a module of the workspace', '/w/src/b.js', '/w/src/a.js', module],
      ['what loads modules for the test runner', '/w/node_modules/vite/module-runner.js', module, module],
      ['nx-testmon', '/checkout/run.js', module, module],
    ])('does not if it is loaded by %s', (_, from, specifier, found) => {
      expect(loadedBy(from, specifier, found)).toEqual({});
    });

    it('does not if it is only looked up, or is a part of nx-testmon or a package', () => {
      const from = '/w/node_modules/glob-load/index.js';
      expect(loadedBy(from, '/w/src/a.js', undefined)).toEqual({});
      expect(loadedBy(from, '/checkout/run.js', '/checkout/run.js')).toEqual({});
      expect(loadedBy(from, 'two', '/w/node_modules/two/index.js')).toEqual({});
    });
  });

  it('leaves out .testmon and ignored folders', () => {
    const { tracer, asked } = worker({ '/w/.testmon/b': '2', '/w/cache/c': '3' });
    tracer.ignore('/w/cache');
    for (const path of ['/w/.testmon/b', '/w/.testmon', '/w/cache/c']) tracer.access({ type: 'read', path });
    expect(tracer.endTestFile().files).toEqual({});
    expect(asked).toEqual([]);
  });

  it('follows links to packages of the workspace, and counts other packages by folder', () => {
    const { tracer } = worker(
      { '/w/libs/x/i.ts': '1', '/w/node_modules/left/i.js': '2' },
      { '/w/node_modules/@w/x/i.ts': '/w/libs/x/i.ts' },
    );
    tracer.access({ type: 'read', path: '/w/node_modules/@w/x/i.ts' });
    tracer.access({ type: 'stat', path: '/w/node_modules/left/i.js' });
    tracer.access({ type: 'look-up', path: '/w/node_modules/.bin/left' });
    expect(tracer.endTestFile()).toMatchObject({
      files: { 'libs/x/i.ts': '1' },
      packages: ['node_modules/left'],
    });
  });

  it('finds the caller of a package read only if it matters, or if only the name is accessed', () => {
    const isolated = worker({});
    isolated.tracer.access({ type: 'read', path: '/w/node_modules/left/i.js' });
    expect(isolated.asked).toEqual([]);
    const shared = traced('shared-process', { files: {} });
    for (const type of ['stat', 'stat', 'read'] as const)
      shared.tracer.access({ type, path: '/w/node_modules/left/i.js' });
    expect(shared.asked).toHaveLength(2);
  });

  it('counts a package for each test file of a process that reads it', () => {
    const { tracer } = traced('test-file-worker', { files: { '/w/node_modules/left/i.js': '1' } });
    const packagesOf = (use: () => void) => {
      tracer.startTestFile();
      use();
      return tracer.endTestFile().packages;
    };
    const read = () => tracer.access({ type: 'read', path: '/w/node_modules/left/i.js' });
    const load = () => tracer.moduleLoaded('file:///w/node_modules/left/i.js');
    expect(packagesOf(read)).toEqual(['node_modules/left']);
    expect(packagesOf(() => undefined)).toEqual([]);
    expect(packagesOf(read)).toEqual(['node_modules/left']);
    expect(packagesOf(load)).toEqual(['node_modules/left']);
    expect(packagesOf(load)).toEqual(['node_modules/left']);
  });

  it('reports the files of packages that the process of the test runner loads after it has read them', () => {
    const { tracer } = traced('runner-process', { files: { '/w/node_modules/left/i.js': '1' } });
    tracer.access({ type: 'read', path: '/w/node_modules/left/i.js' });
    tracer.moduleLoaded('file:///w/node_modules/left/i.js');
    expect(tracer.traceOfProcess()).toMatchObject({
      packages: ['node_modules/left'],
      loaded: ['node_modules/left/i.js'],
    });
  });

  it('reads a file with which a test replaces a file of a package', () => {
    const links: Record<string, string> = {};
    const { tracer } = worker({ '/w/node_modules/left/i.js': '1', '/w/libs/x/i.js': '2' }, links);
    const read = () => tracer.access({ type: 'read', path: '/w/node_modules/left/i.js' });
    read();
    tracer.access({ type: 'write', path: '/w/node_modules/left/i.js', overwrites: true });
    links['/w/node_modules/left/i.js'] = '/w/libs/x/i.js';
    read();
    expect(tracer.endTestFile().files).toEqual({ 'libs/x/i.js': '2' });
  });

  it('recognizes the files outside of the workspace that the test runner runs', () => {
    const { tracer, by } = traced('shared-process', { files: { '/w/data': '1' } });
    tracer.startTestFile();
    by(runner);
    tracer.access({ type: 'read', path: '/store/left/i.js' });
    by({ by: 'other', file: '/store/left/i.js' });
    tracer.access({ type: 'read', path: '/w/data' });
    expect(tracer.endTestFile().files).toEqual({ data: '1' });
    tracer.startTestFile();
    expect(tracer.endTestFile().files).toEqual({});
  });

  it('reads a folder as a lookup, by any function', () => {
    const { tracer } = worker({ '/w/data/a': '1' });
    tracer.access({ type: 'stat', path: '/w/data' });
    expect(tracer.endTestFile()).toMatchObject({ files: {}, lookups: { data: 'folder' } });
  });

  it('lists a tree and reads its files', () => {
    const { tracer } = worker({ '/w/d/a': '1', '/w/d/e/b': '2' });
    tracer.access({ type: 'read-tree', path: '/w/d', withContents: true });
    expect(tracer.endTestFile()).toMatchObject({
      folders: { d: 'a,e', 'd/e': 'b' },
      files: { 'd/a': '1', 'd/e/b': '2' },
    });
  });

  it('lists a tree as data, also if the test runner lists it in a worker, but not in its own process', () => {
    const trees = (kind: ProcessKind) => {
      const { tracer, by } = traced(kind, { files: { '/w/d/a': '1' } });
      by(runner);
      tracer.access({ type: 'read-tree', path: '/w/d', withContents: true });
      return tracer.endTestFile().files;
    };
    expect(trees('test-file-worker')).toEqual({ 'd/a': '1' });
    expect(trees('runner-process')).toEqual({});
  });

  it('lists no tree of a package, and none for nx-testmon or the search for modules', () => {
    const { tracer, by } = worker({ '/w/node_modules/left/a': '1', '/w/d/a': '1' });
    tracer.access({ type: 'read-tree', path: '/w/node_modules/left', withContents: true });
    for (const caller of [own, search]) {
      by(caller);
      tracer.access({ type: 'read-tree', path: '/w/d', withContents: true });
    }
    expect(tracer.endTestFile()).toMatchObject({ folders: {}, files: {} });
  });

  it('stops listing a tree after tracing is lost', () => {
    const { tracer, asked } = worker({ '/w/d/a': '1' });
    tracer.tracingLost({ kind: 'native-code' });
    tracer.access({ type: 'read-tree', path: '/w/d', withContents: true });
    expect(asked).toEqual(['caller of /w/d']);
  });
});

describe('tracing what a process writes', () => {
  it('leaves out paths that it has created, with the folders above them', () => {
    const { tracer, content } = worker({ '/w/p/a': '1' });
    tracer.access({ type: 'write', path: '/w/p/tmp/deep/b', overwrites: true });
    content.set('/w/p/tmp/deep/b', '2');
    tracer.access({ type: 'read', path: '/w/p/tmp/deep/b' });
    tracer.access({ type: 'list', path: '/w/p' });
    expect(tracer.endTestFile()).toMatchObject({ created: ['p/tmp'], files: {}, folders: { p: 'a' } });
  });

  it('leaves out names at the root of the workspace that it has created', () => {
    const { tracer, content } = worker({ '/w/a': '1' });
    tracer.access({ type: 'write', path: '/w/new', overwrites: true });
    content.set('/w/new', '2');
    tracer.access({ type: 'list', path: '/w' });
    expect(tracer.endTestFile().folders).toEqual({ '.': 'a' });
  });

  it('leaves out a folder whose name the file system has chosen', () => {
    const { tracer } = worker({ '/w/tmp-x1/a': '1' });
    tracer.access({ type: 'created', path: '/w/tmp-x1' });
    tracer.access({ type: 'read', path: '/w/tmp-x1/a' });
    expect(tracer.endTestFile()).toMatchObject({ created: ['tmp-x1'], files: {} });
  });

  it('counts a file that it changes, unless it overwrites a file that it has not read', () => {
    const { tracer } = worker({ '/w/a': '1', '/w/b': '2', '/w/c': '3' });
    tracer.access({ type: 'write', path: '/w/a', overwrites: false });
    tracer.access({ type: 'write', path: '/w/b', overwrites: true });
    tracer.access({ type: 'read', path: '/w/b' });
    tracer.access({ type: 'read', path: '/w/c' });
    tracer.access({ type: 'write', path: '/w/c', overwrites: true });
    expect(tracer.endTestFile()).toMatchObject({ files: { a: '1', c: '3' }, created: [] });
  });

  it("ignores nx-testmon's own writes", () => {
    const { tracer, by } = worker({});
    by(own);
    tracer.access({ type: 'write', path: '/w/a', overwrites: true });
    expect(tracer.endTestFile().created).toEqual([]);
  });
});

describe('tracing what a process sets in its environment', () => {
  it('looks up who sets a variable only if that matters', () => {
    const { tracer, asked, by } = worker({});
    by({ by: 'other', file: '/w/a.test.ts' });
    tracer.variableWritten('VITEST_POOL_ID', false);
    tracer.variableWritten('API_URL', true);
    expect(asked).toEqual([]);
    tracer.variableWritten('API_URL', false);
    tracer.variableWritten('API_URL', false);
    expect(asked).toEqual(['caller of /w']);
    tracer.variableWritten('API_URL', true);
    expect(asked).toEqual(['caller of /w', 'caller of /w']);
    tracer.variableRead('API_URL');
    expect(tracer.endTestFile().variables).toEqual(['API_URL']);
  });
});

describe('tracing a process', () => {
  it('counts modules that Node loads, with the folders of packages', () => {
    const { tracer } = traced('runner-process', { files: { '/w/postcss.config.js': '1' } });
    for (const url of ['file:///w/postcss.config.js', 'file:///w/node_modules/left/i.js', 'node:fs'])
      tracer.moduleLoaded(url);
    expect(tracer.traceOfProcess()).toMatchObject({
      modules: { 'postcss.config.js': '1' },
      packages: ['node_modules/left'],
    });
  });

  it('falls back if a process is started, except by the test runner', () => {
    const { tracer, by } = worker({});
    by(runner);
    tracer.processStarted({ kind: 'thread-started' });
    by(plugin);
    tracer.processStarted({ kind: 'process-started' });
    // Node's channel reports a process before the program is known.
    tracer.processStarted({ kind: 'process-started', subject: 'git' });
    tracer.processStarted({ kind: 'process-started' });
    expect(tracer.endTestFile().fallbacks).toEqual([
      { kind: 'process-started', module: 'src/run.ts', line: 12, subject: 'git' },
    ]);
  });

  it('is incomplete if a builtin module is loaded that reads without the functions of fs', () => {
    const { tracer, loadUntracedReader } = worker({});
    expect(tracer.endTestFile().fallbacks).toBeUndefined();
    const sqlite: Fallback = { kind: 'untraced-builtin', subject: 'node:sqlite' };
    loadUntracedReader(sqlite);
    expect(tracer.endTestFile().fallbacks).toEqual([sqlite]);
    expect(tracer.traceOfProcess().fallbacks).toEqual([sqlite]);
  });

  it('is incomplete if tracing fails, and no error reaches the user', () => {
    const tracer = new ReadTracer({
      root: '/w',
      installations: new InstallationFolders([]),
      policy: attributionPolicy('test-file-worker'),
      disk: {} as Disk,
      findCaller: () => {
        throw new Error('no stack');
      },
      isOwnCode: () => false,
      isLoader: () => false,
      findUntracedReader: () => undefined,
      locateCode: () => undefined,
    });
    tracer.access({ type: 'read', path: '/w/a' });
    expect(tracer.endTestFile().fallbacks).toEqual([{ kind: 'tracing-failed', subject: 'Error: no stack' }]);
  });

  it('does not trace its own work, and continues afterwards, even if that fails', () => {
    const { tracer } = worker({ '/w/a': '1', '/w/b': '1' });
    const read = (path: string) => tracer.access({ type: 'read', path });
    tracer.untraced(() => tracer.untraced(() => read('/w/a')));
    expect(() =>
      tracer.untraced(() => {
        read('/w/a');
        throw new Error('no');
      }),
    ).toThrow('no');
    read('/w/b');
    expect(tracer.endTestFile().files).toEqual({ b: '1' });
  });

  it('does not trace what follows from the search for test files, but traces concurrent work', async () => {
    const { tracer } = worker({ '/w/a': '1', '/w/b': '1', '/w/c': '1' });
    const read = (path: string) => tracer.access({ type: 'read', path });
    const found = tracer.search(async () => {
      await Promise.resolve();
      read('/w/a');
      return 'found';
    });
    read('/w/b');
    await expect(found).resolves.toBe('found');
    read('/w/c');
    expect(tracer.endTestFile().files).toEqual({ b: '1', c: '1' });
  });

  it('keeps reads during a compilation until it has ended', async () => {
    const { tracer } = traced('shared-process', { files: { '/w/a': '1', '/w/b': '1', '/w/c': '1' } });
    const read = (path: string) => tracer.access({ type: 'read', path });
    expect(() =>
      tracer.compile(() => {
        throw new Error('no');
      }),
    ).toThrow('no');
    expect(tracer.traceOfCompilation()).toBeUndefined();
    expect(tracer.compile(() => (read('/w/a'), 'code'))).toBe('code');
    const compiled = tracer.compile(() => Promise.resolve('code'));
    read('/w/b');
    await compiled;
    await Promise.resolve();
    read('/w/c');
    expect(tracer.traceOfCompilation()?.files).toEqual({ a: '1', b: '1' });
  });
});
