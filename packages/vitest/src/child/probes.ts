import { readFileSync } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { InsertProbes } from '@nx-testmon/core';
import type { RunRequest } from '../messages';
import { workspacePath } from './suite-id';
import type { ProjectApi, Specification, TestModule, VitestApi } from './vitest-api';

/** What the probes saw of a test file: bodies that ran, by module; `undefined` where they can't tell. */
export type ProbeReader = (module: TestModule) => Record<string, readonly string[]> | undefined;

/** Collection for one run of Vitest: probes in the sources, and a setup file that hands over their marks. */
export interface Probes {
  /** For Vite: writes probes into the original sources, before anything else changes them. */
  readonly plugin: object;
  /**
   * Adds the setup file to the projects whose marks can be trusted, before any test file runs.
   *
   * @returns why nothing is collected, where that is so
   */
  attach(vitest: VitestApi, specifications: readonly Specification[]): string | undefined;
  readonly read: ProbeReader;
}

const setupFile = join(__dirname, 'collect-setup.mjs');
/** Where the setup file leaves the marks. The same text stands there: it can't import what tests load. */
const metaKey = 'nxTestmonSeen';

/** @param instrumenter path of a module that exports `insertProbes` */
export function createProbes(request: RunRequest, instrumenter: string): Probes {
  const { insertProbes } = require(instrumenter) as { insertProbes: InsertProbes };
  const blocks = new Map<string, readonly string[]>();
  const left = new Set<string>();
  /** Modules of which a version without probes is about. */
  const unseen = new Set<string>();
  let attached = false;

  function transform(code: string, id: string): { code: string; map: string } | undefined {
    const [file = '', query] = id.split('?');
    if (!attached || !isAbsolute(file) || /\0|[\\/]node_modules[\\/]/.test(file) || left.has(file)) return;
    const path = workspacePath(request.workspaceRoot, file);
    if (path.startsWith('../')) return;
    // What another plugin made of a file has other bodies than the file, and so may a version with a query.
    if (query !== undefined || !isSource(file, code)) return void unseen.add(path);
    const instrumented = insertProbes(code, file, path);
    if (!instrumented) return;
    const known = blocks.get(path);
    if (known && known.join('\n') !== instrumented.blocks.join('\n')) return void unseen.add(path);
    blocks.set(path, instrumented.blocks);
    return { code: instrumented.code, map: instrumented.map };
  }

  return {
    plugin: { name: 'nx-testmon:probes', enforce: 'pre', transform },
    attach(vitest, specifications) {
      const reason = whyNot(vitest);
      if (reason !== undefined) return reason;
      // Test files and setup files count as a whole; hoisted mocks may not find a probe there.
      for (const { moduleId } of specifications) left.add(moduleId);
      for (const { config } of vitest.projects) {
        const setup = [config.setupFiles ?? []].flat();
        for (const file of setup) left.add(file);
        config.setupFiles = [setupFile, ...setup];
      }
      process.env['NX_TESTMON_RUNNER_API'] = pathToFileURL(join(dirname(request.entry), 'index.js')).href;
      attached = true;
      return undefined;
    },
    read({ task: { meta } }) {
      const seen = meta?.[metaKey];
      if (!meta || typeof seen !== 'object' || seen === null) return undefined;
      // It was for us alone.
      delete meta[metaKey];
      const collected: Record<string, readonly string[]> = {};
      for (const [path, marks] of Object.entries(seen as Record<string, string>)) {
        const names = blocks.get(path);
        if (names?.length === marks.length && !unseen.has(path))
          collected[path] = names.filter((_, index) => marks[index] === '1');
      }
      return collected;
    },
  };
}

function isSource(file: string, code: string): boolean {
  try {
    return readFileSync(file, 'utf8') === code;
  } catch {
    return false;
  }
}

function whyNot({ config, projects }: VitestApi): string | undefined {
  if (config.coverage.enabled === true) return 'selection stays static: probes would show in the coverage';
  if (projects.some(isInBrowser)) return 'selection stays static: tests run in a browser';
  return undefined;
}

function isInBrowser({ config }: ProjectApi): boolean {
  return config.browser?.enabled === true;
}
