import { posix } from 'node:path';
import type { TargetConfiguration, Tree } from '@nx/devkit';
import { escapeGlob, type Problem, renderProblem } from '@nx-testmon/core';
import { isConfigFile, testRunners } from '@nx-testmon/engine/test-runners';
import { setInJson } from '@nx-testmon/engine/workspace-setup';
import { inferProjects } from '../../inference/infer-projects';
import type { PluginOptions } from '../../inference/plugin-options';
import { readPluginOptions } from '../init/plugin-entry';
import { loadDevkit } from '../../load-devkit';
import { entriesInJson } from '../../project-files';

/** Options of the generator, as `schemas/configuration.json` describes them. */
export interface ConfigurationOptions {
  readonly project: string;
  readonly config?: string;
  readonly targetName?: string;
}

/**
 * Writes the targets that the plugin infers for a project, or would infer for a configuration with any name,
 * into the file of the project, where they can be edited. An existing target with the same name is not
 * changed.
 *
 * @returns a function that prints what was added, after the files are written
 * @throws Error with the next step, if there is no such project or configuration
 */
export default function configurationGenerator(tree: Tree, options: ConfigurationOptions): () => void {
  const { getProjects, output } = loadDevkit();
  const root = getProjects(tree).get(options.project)?.root;
  if (root === undefined) throw problem({ kind: 'unknown-project', projects: [options.project] });
  const targets = findTargets(tree, root, options);
  const file = posix.join(
    root,
    tree.exists(posix.join(root, 'project.json')) ? 'project.json' : 'package.json',
  );
  const path = file.endsWith('project.json') ? ['targets'] : ['nx', 'targets'];
  let text = tree.read(file, 'utf-8') ?? '{}\n';
  const known = entriesInJson(text, path).map(([name]) => name);
  const added = Object.entries(targets).filter(([name]) => !known.includes(name));
  for (const [name, target] of added) text = setInJson(text, [...path, name], target);
  if (added.length > 0) tree.write(file, text);
  const names = (added.length > 0 ? added.map(([name]) => name) : Object.keys(targets)).join(', ');
  return () =>
    output.log({
      title: added.length > 0 ? `${file}: added ${names}.` : `Nothing to do: ${file} has ${names}.`,
      bodyLines: ['Targets in the file take precedence over inferred ones. Change their options there.'],
    });
}

function findTargets(
  tree: Tree,
  root: string,
  { project, config, targetName }: ConfigurationOptions,
): Record<string, Partial<TargetConfiguration>> {
  const options = readPluginOptions(tree);
  const files = config === undefined ? usualFiles(tree, root) : [namedFile(tree, root, config)];
  const wanted: PluginOptions = {
    ...options,
    targetName: targetName ?? options.targetName,
    include: config === undefined ? [] : files.map(escapeGlob),
    exclude: [],
  };
  const found = inferProjects(files, wanted, {
    nxJson: loadDevkit().readNxJson(tree) ?? {},
    readText: (path) => (tree.isFile(path) ? (tree.read(path, 'utf-8') ?? undefined) : undefined),
  }).find((one) => one.root === root);
  if (found === undefined)
    throw problem({
      kind: 'no-target',
      projects: [project],
      workspace: 'packages',
      runners: testRunners.map(({ title }) => title),
    });
  const targets = Object.entries(found.targets).map(([name, target]) => {
    const { metadata: _, ...explicit } = target;
    return [name, explicit] as const;
  });
  return Object.fromEntries(
    targetName === undefined ? targets : targets.filter(([name]) => name === targetName),
  );
}

function usualFiles(tree: Tree, root: string): string[] {
  return tree
    .children(root)
    .map((name) => posix.join(root, name))
    .filter((path) => isConfigFile(testRunners, path));
}

/** A configuration, by its path relative to the project or the workspace root. */
function namedFile(tree: Tree, root: string, config: string): string {
  const path = [posix.join(root, config), posix.normalize(config)].find((one) => tree.isFile(one));
  if (path === undefined) throw problem({ kind: 'file-not-found', file: config, root: tree.root });
  return path;
}

function problem(one: Problem): Error {
  return new Error(renderProblem(one));
}
