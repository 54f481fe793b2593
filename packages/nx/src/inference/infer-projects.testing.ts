import type { NxJsonConfiguration, TargetConfiguration } from '@nx/devkit';
import { inferProjects } from './infer-projects';
import { parsePluginOptions } from './plugin-options';

/** Infers the targets of a workspace with these files, by project root. */
export function infer(
  files: Readonly<Record<string, string | object>>,
  { nxJson = {}, options = {} }: { nxJson?: unknown; options?: unknown } = {},
): Record<string, Record<string, TargetConfiguration>> {
  const texts = new Map(
    Object.entries(files).map(([path, content]) => [
      path,
      typeof content === 'string' ? content : JSON.stringify(content),
    ]),
  );
  const configFiles = [...texts.keys()].filter((path) => !path.endsWith('project.json'));
  const projects = inferProjects(configFiles, parsePluginOptions(options), {
    nxJson: nxJson as NxJsonConfiguration,
    readText: (path) => texts.get(path),
  });
  return Object.fromEntries(projects.map(({ root, targets }) => [root, targets]));
}
