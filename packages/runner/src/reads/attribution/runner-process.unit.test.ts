import { noReads } from '@nx-testmon/core';
import { describe, expect, it } from 'vitest';
import {
  compilationEnded,
  compilationStarted,
  fileCreated,
  fileOverwritten,
  fileRead,
  folderListed,
  loader,
  lookupMade,
  moduleLoaded,
  own,
  packageLoaded,
  packageRead,
  plugin,
  processStarted,
  subjectsOf,
  runner,
  search,
  statsRead,
  tracesOf,
  tracingLost,
} from '../reduce/events.testing';
import type { ReadEvent } from '../reduce/read-event';
import { runnerProcess } from './runner-process';

const trace = (...events: readonly ReadEvent[]) => tracesOf(runnerProcess, events).process;

const nothing = { ...noReads, loads: undefined, loaded: [] };

describe('the process of a test runner that runs its test files in other processes', () => {
  it('has no reads before anything happens', () => {
    expect(trace()).toEqual(nothing);
  });

  it('counts what plugins and configurations read, list and look up', () => {
    expect(
      trace(
        fileRead('data.json', plugin, 'a'),
        statsRead('dates.txt', plugin, 'b'),
        folderListed('data', plugin, 'c'),
        lookupMade('none', plugin, 'missing'),
      ),
    ).toEqual({
      ...nothing,
      files: { 'data.json': 'a', 'dates.txt': 'b' },
      folders: { data: 'c' },
      lookups: { none: 'missing' },
    });
  });

  it('counts a module that the test runner or the loader reads as a module', () => {
    expect(trace(fileRead('a.ts', runner, 'a'), fileRead('b.ts', loader, 'b')).modules).toEqual({
      'a.ts': 'a',
      'b.ts': 'b',
    });
  });

  it('counts a module that is also read as data only as data', () => {
    const { files, modules } = trace(fileRead('a.ts', runner), fileRead('a.ts', plugin));
    expect([files, modules]).toEqual([{ 'a.ts': '1' }, {}]);
  });

  it("leaves the test runner's lookups to the dependency graph", () => {
    const events = [runner, loader].flatMap((caller) => [
      statsRead('a', caller, 'missing'),
      folderListed('b', caller),
      lookupMade('c', caller, 'missing'),
    ]);
    expect(trace(...events)).toEqual(nothing);
  });

  it.each(['.postcssrc', '.postcssrc.yml', 'postcss.config.js', '.browserslistrc', 'pnpm-workspace.yaml'])(
    'counts the lookup of a missing configuration by the test runner: %s',
    (path) => {
      const asked = [lookupMade(path, runner, 'missing'), statsRead(`p/${path}`, runner, 'missing')];
      expect(trace(...asked)).toEqual({
        ...nothing,
        lookups: { [path]: 'missing' },
        files: { [`p/${path}`]: 'missing' },
      });
      expect(trace(lookupMade(path, runner, 'file'))).toEqual(nothing);
    },
  );

  it.each(['a.ts', 'a.service', 'a/index.mjs', 'package.json', 'tsconfig.base.json'])(
    'leaves out paths that the dependency graph resolves: %s',
    (path) => {
      expect(trace(lookupMade(path, runner, 'missing'))).toEqual(nothing);
    },
  );

  it('reports which modules it executed', () => {
    expect(trace(moduleLoaded('postcss.config.cjs'), fileRead('a.ts', runner)).loaded).toEqual([
      'postcss.config.cjs',
    ]);
  });

  it('counts files of variables that Vite looks up by their content', () => {
    expect(
      trace(statsRead('p/.env', runner, 'a'), statsRead('p/.env.test', runner, 'missing')).modules,
    ).toEqual({ 'p/.env': 'a', 'p/.env.test': 'missing' });
  });

  it("leaves out nx-testmon's own reading and the search for modules", () => {
    const events = [own, search].flatMap((caller) => [
      fileRead('a', caller),
      folderListed('b', caller),
      lookupMade('c', caller),
    ]);
    expect(trace(...events)).toEqual(nothing);
  });

  it('counts a package for every reader and loader', () => {
    expect(
      trace(packageRead('a', own), packageRead('b', plugin, false), packageLoaded('@s/c')).packages,
    ).toEqual(['a', 'b', '@s/c']);
  });

  it("counts modules that Node's loader loads, but does not count a path outside of the workspace as a package", () => {
    const outside = { absolute: '/store/node_modules/d/index.js', package: 'd' };
    const { modules, packages } = trace(
      moduleLoaded('postcss.config.js', 'a'),
      moduleLoaded('postcss.config.js', 'b'),
      { type: 'PackageLoaded', target: outside },
    );
    expect([modules, packages]).toEqual([{ 'postcss.config.js': 'a' }, []]);
  });

  it('keeps the first state of a path', () => {
    expect(trace(fileRead('a', plugin, 'before'), fileRead('a', plugin, 'after')).files).toEqual({
      a: 'before',
    });
  });

  it('leaves out files that it has created or overwritten itself', () => {
    expect(
      trace(
        fileCreated('tmp'),
        fileRead('tmp/deep/a', plugin),
        lookupMade('tmp', plugin),
        fileOverwritten('out.json'),
        fileRead('out.json', plugin),
      ),
    ).toEqual({ ...nothing, created: ['tmp'] });
  });

  it('falls back to the whole project if a plugin starts a process, but not if the test runner does', () => {
    const byOthers = trace(processStarted(runner), processStarted(own), processStarted(search));
    expect(byOthers.fallbacks).toBeUndefined();
    const started = trace(
      processStarted(plugin, 'git'),
      processStarted(plugin, 'tsc'),
      processStarted(plugin),
    );
    expect(subjectsOf(started)).toEqual(['git', 'tsc']);
  });

  it('keeps some of many causes of one kind, and each kind', () => {
    const many = Array.from({ length: 100 }, (_, at) => tracingLost(`${at}.node`));
    const { fallbacks = [] } = trace(...many, processStarted(plugin));
    expect(fallbacks.map(({ kind }) => kind)).toEqual([
      ...Array.from({ length: 10 }, () => 'native-code'),
      'process-started',
    ]);
  });

  it('is not divided by test files or compilations', () => {
    const events = [
      fileRead('a', plugin),
      compilationStarted,
      fileRead('b', plugin),
      compilationEnded,
      { type: 'TestFileStarted' },
      fileRead('c', plugin),
      { type: 'TestFileEnded' },
      fileRead('d', plugin),
    ] as const;
    const { testFiles, process } = tracesOf(runnerProcess, events);
    expect(Object.keys(process.files)).toEqual(['a', 'b', 'c', 'd']);
    expect(testFiles.map(({ files }) => Object.keys(files))).toEqual([['a', 'b', 'c']]);
  });
});
