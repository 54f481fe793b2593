import {
  digest,
  type FileCache,
  installationRoots,
  noRunnerSyntax,
  type Project,
  type Workspace,
} from '@nx-testmon/core';
import { createWorkspace, type WorkspaceContent } from '@nx-testmon/testing';
import { onTestFinished } from 'vitest';
import type { ModelReader } from './model/model-reader';
import { unparsedModel } from './model/unparsed-model';
import { wholeFileModel } from './model/whole-file-model';
import { openWorkspaceFiles, type WorkspaceFiles } from './files/workspace-files';
import { createModuleGraph, type WorkspaceModuleGraph } from './module-graph/create-module-graph';
import type { ResolutionContext } from './resolution/resolve-specifier';

/** Writes files to a new temporary folder that is removed after the test. Objects are written as JSON. */
export function writeWorkspace(files: WorkspaceContent): string {
  const workspace = createWorkspace(files);
  onTestFinished(() => workspace[Symbol.dispose]());
  return workspace.root;
}

export { linkTo as link, writeFiles } from '@nx-testmon/testing';

/** File modes do not prevent reads by root, or by any user on Windows. */
export const readsAll = process.platform === 'win32' || process.getuid?.() === 0;

export const emptyCache: FileCache = { file: () => undefined, model: () => undefined };

/** Reads every script as a module with a single block, for tests in which only paths matter. */
export const wholeFileReader: ModelReader = {
  version: 'test',
  isModulePath: (path) => /\.[cm]?[jt]sx?$/.test(path),
  read: (text) => ({ ...wholeFileModel(digest(text)), pragmas: ['read'] }),
  readUnparsed: (text, path, error) => unparsedModel(text, error, { path, syntax: noRunnerSyntax }),
};

export function openFiles(
  root: string,
  cache = emptyCache,
  installationRoots: readonly string[] = [],
): WorkspaceFiles {
  return openWorkspaceFiles({
    root,
    installationRoots,
    cache,
    reader: wholeFileReader,
    clock: () => Date.now(),
  });
}

/** @param projects the root of each project by name */
export function openGraph(
  root: string,
  projects: Readonly<Record<string, string>> = {},
  context: Partial<ResolutionContext> = {},
): WorkspaceModuleGraph {
  const workspace: Workspace = {
    root,
    projects: Object.entries(projects).map(([name, at]): Project => ({ name, root: at, dependencies: [] })),
  };
  return createModuleGraph({
    files: openFiles(root, emptyCache, installationRoots(workspace)),
    workspace,
    context,
  });
}
