import picomatch from 'picomatch';
import type { NxGraph, NxTarget } from '../../../workspace/nx-graph';

/** Whether a path is an output of a task, or in one. */
export type IgnoreOutput = (path: string) => boolean;

/**
 * Finds the outputs of the targets of a workspace, as globs relative to its root. An output that may contain
 * sources of a project is left out, because watching a file unnecessarily is cheaper than missing its
 * changes.
 */
export function findOutputs({ nodes }: NxGraph): string[] {
  const sources = Object.values(nodes).flatMap(({ data: { root } }) =>
    root === '.' || root === ''
      ? ['package.json', 'src']
      : [root, `${root}/package.json`, `${root}/project.json`, `${root}/src`],
  );
  const outputs = Object.entries(nodes).flatMap(([name, { data }]) =>
    Object.values(data.targets ?? {}).flatMap((target) => outputsOf(target, name, data.root)),
  );
  return [...new Set(outputs)].filter((glob) => !sources.some(isOutput([glob]))).sort();
}

/** @param outputs globs of files or folders, relative to the workspace root */
export function isOutput(outputs: readonly string[]): IgnoreOutput {
  if (outputs.length === 0) return () => false;
  return picomatch(
    outputs.flatMap((glob) => [glob, `${glob}/**`]),
    { dot: true },
  );
}

function outputsOf({ outputs = [], options = {} }: NxTarget, project: string, root: string): string[] {
  return outputs
    .filter((output) => !output.startsWith('!'))
    .map((output) =>
      output.replace(/\{([^{}]+)\}/g, (token, name: string) => {
        const value = name.startsWith('options.') ? options[name.slice('options.'.length)] : undefined;
        const known: Record<string, unknown> = { workspaceRoot: '', projectRoot: root, projectName: project };
        const text = value ?? known[name];
        return typeof text === 'string' ? text : token;
      }),
    )
    .filter((output) => !/[{}]/.test(output))
    .map(toRelative)
    .filter((output) => output !== '' && !output.startsWith('../'));
}

/** Nx treats an output without a token as relative to the workspace root. */
function toRelative(output: string): string {
  return output
    .replace(/^\/+/, '')
    .replace(/(^|\/)(\.\/)+/g, '$1')
    .replace(/\/{2,}/g, '/')
    .replace(/\/+$/, '');
}
