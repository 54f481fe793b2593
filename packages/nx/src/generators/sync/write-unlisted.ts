import type { Tree } from '@nx/devkit';
import { printable } from '@nx-testmon/core';
import type { UnlistedDependencies } from '@nx-testmon/engine';
import { appendInJson } from '@nx-testmon/engine/workspace-setup';
import { SYNCED_INPUT } from '../../inference/synced-input';
import {
  entriesInJson,
  existingProjectFiles,
  listInJson,
  type ProjectFile,
  valueInJson,
} from '../../project-files';

/** A project whose file will be written. */
export interface ProjectToSync {
  readonly root: string;
  /** Names of its nx-testmon targets. */
  readonly targets: readonly string[];
}

/** An extended list. */
export interface ListChange {
  /** Relative to the workspace root. */
  readonly file: string;
  /** Path of the list in the file. */
  readonly list: string;
  readonly values: readonly string[];
}

/** The changes to the files of a project. */
export interface SyncedProject {
  readonly changes: readonly ListChange[];
  /** What the user has to do or to know. */
  readonly notes: readonly string[];
}

/** Since Nx 23, it represents what the plugin has inferred. */
const SPREAD = '...';

/**
 * Adds the dependencies of a project's tests to its file: files to the named input of nx-testmon, and
 * projects to `implicitDependencies`. If the file gives an nx-testmon target its own inputs, the named input
 * is added to them. Nothing is removed, because missing facts prove nothing. The formatting is kept.
 */
export function writeUnlisted(
  tree: Tree,
  { root, targets }: ProjectToSync,
  { project, inputs, projects, cyclicProjects }: UnlistedDependencies,
): SyncedProject {
  if (inputs.length === 0 && projects.length === 0) return { changes: [], notes: [] };
  const files = existingProjectFiles(tree, root);
  const [main] = files;
  if (main === undefined)
    return {
      changes: [],
      notes: [`${printable(project)} has no project.json and no package.json that could be changed.`],
    };
  const changes = [
    ...extend(tree, main, {
      list: ['namedInputs', SYNCED_INPUT],
      values: inputs.map(({ input }) => input),
    }),
    ...files.flatMap((file) => addToOwnInputs(tree, file, targets)),
    ...extend(tree, main, { list: ['implicitDependencies'], values: projects.map(({ name }) => name) }),
  ];
  const cycles = cyclicProjects.map(
    (name) =>
      `${printable(name)} depends on ${printable(project)} and can't become a dependency of it: its files are inputs.`,
  );
  return { changes, notes: changes.length > 0 ? cycles : [overriddenNote(project)] };
}

/** The file already contains everything, but Nx still does not know it. */
function overriddenNote(project: string): string {
  return `${printable(project)}: the inputs of its targets are replaced, probably by \`targetDefaults\` in nx.json. Add "${SYNCED_INPUT}" to them there or in the file of the project.`;
}

/**
 * Adds the named input to the inputs that a file gives targets, because they override those that the plugin
 * infers.
 */
function addToOwnInputs(tree: Tree, file: ProjectFile, targets: readonly string[]): ListChange[] {
  const text = tree.read(file.file, 'utf-8') ?? '';
  return entriesInJson(text, [...file.path, 'targets'])
    .filter(([name]) => targets.includes(name))
    .flatMap(([name]) => {
      const list = ['targets', name, 'inputs'];
      const hasOwn = Array.isArray(valueInJson(text, [...file.path, ...list]));
      const isInferred = listInJson(text, [...file.path, ...list]).includes(SPREAD);
      return hasOwn && !isInferred ? extend(tree, file, { list, values: [SYNCED_INPUT] }) : [];
    });
}

interface Extension {
  /** Path of the list in the configuration of the project. */
  readonly list: readonly string[];
  readonly values: readonly string[];
}

function extend(tree: Tree, { file, path }: ProjectFile, { list, values }: Extension): ListChange[] {
  const before = tree.read(file, 'utf-8') ?? '{}\n';
  const known = listInJson(before, [...path, ...list]);
  const added = values.filter((value) => !known.includes(value));
  if (added.length === 0) return [];
  const text = added.reduce((some, value) => appendInJson(some, [...path, ...list], value), before);
  tree.write(file, text);
  return [{ file, list: [...path, ...list].join('.'), values: added }];
}
