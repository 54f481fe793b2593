import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { digest, type FileCache, type Project, type Workspace } from '@nx-testmon/core';
import { onTestFinished } from 'vitest';
import type { ModelReader } from './model/model-reader';
import { wholeFileModel } from './model/whole-file-model';
import { openWorkspaceFiles, type WorkspaceFiles } from './files/workspace-files';
import { createModuleGraph, type WorkspaceModuleGraph } from './module-graph/create-module-graph';
import type { ResolutionContext } from './resolution/resolve-specifier';

/** Writes files below a new temporary folder, which goes away with the test. Objects are written as JSON. */
export function writeWorkspace(files: Readonly<Record<string, unknown>>): string {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'testmon-graph-')));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  writeFiles(root, files);
  return root;
}

export function writeFiles(root: string, files: Readonly<Record<string, unknown>>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), typeof content === 'string' ? content : JSON.stringify(content));
  }
}

export function link(root: string, path: string, target: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  symlinkSync(target, join(root, path));
}

export const emptyCache: FileCache = { file: () => undefined, model: () => undefined };

/** Takes every script for a module that is one block: enough where only paths matter. */
export const wholeFileReader: ModelReader = {
  version: 'test',
  isModulePath: (path) => /\.[cm]?[jt]sx?$/.test(path),
  read: (text) => ({ ...wholeFileModel(digest(text)), pragmas: ['read'] }),
};

export function openFiles(root: string, cache = emptyCache): WorkspaceFiles {
  return openWorkspaceFiles({ root, cache, reader: wholeFileReader, now: () => Date.now() });
}

/** Projects are given as `name: root`. */
export function openGraph(
  root: string,
  projects: Readonly<Record<string, string>> = {},
  context: Partial<ResolutionContext> = {},
): WorkspaceModuleGraph {
  const workspace: Workspace = {
    root,
    projects: Object.entries(projects).map(([name, at]): Project => ({ name, root: at, dependencies: [] })),
  };
  return createModuleGraph({ files: openFiles(root), workspace, context });
}
