import { sortFallbacks } from '../fallback/describe-fallback';
import type { ReadTrace, TracedLoads } from '../records/run-result';

/** The trace of a process that read nothing. */
export const noReads: ReadTrace = {
  files: {},
  modules: {},
  folders: {},
  lookups: {},
  packages: [],
  variables: [],
  created: [],
  loads: { specifiers: {}, byNode: [] },
};

/** Joins the reads of two processes. A path with different states in both gets a state that no later one equals. */
export function joinReadTraces(one: ReadTrace, other: ReadTrace): ReadTrace {
  const join = (kind: 'files' | 'modules' | 'folders' | 'lookups') => {
    const states = { ...one[kind] };
    for (const [path, state] of Object.entries(other[kind]))
      states[path] = (states[path] ?? state) === state ? state : 'changed';
    return states;
  };
  const loaded = one.loaded && other.loaded && { loaded: [...one.loaded, ...other.loaded] };
  const loads = one.loads && other.loads && { loads: joinLoads(one.loads, other.loads) };
  const fallbacks = sortFallbacks([...(one.fallbacks ?? []), ...(other.fallbacks ?? [])]);
  return {
    files: join('files'),
    modules: join('modules'),
    folders: join('folders'),
    lookups: join('lookups'),
    packages: [...one.packages, ...other.packages],
    variables: [...new Set([...one.variables, ...other.variables])],
    created: [...one.created, ...other.created],
    ...loaded,
    ...loads,
    ...(one.includesEarlierTestFiles && other.includesEarlierTestFiles
      ? { includesEarlierTestFiles: true }
      : {}),
    ...(fallbacks.length === 0 ? {} : { fallbacks }),
  };
}

function joinLoads(one: TracedLoads, other: TracedLoads): TracedLoads {
  const specifiers = { ...one.specifiers };
  for (const [module, more] of Object.entries(other.specifiers))
    specifiers[module] = [...new Set([...(specifiers[module] ?? []), ...more])];
  const ofBoth = [one, other];
  const hadProbes = (path: string) =>
    ofBoth.every(({ byNode, withProbes }) => !byNode.includes(path) || withProbes?.includes(path) === true);
  const withProbes = ofBoth.flatMap((loads) => loads.withProbes ?? []).filter(hadProbes);
  return {
    specifiers,
    byNode: [...new Set([...one.byNode, ...other.byNode])],
    ...(withProbes.length === 0 ? {} : { withProbes: [...new Set(withProbes)] }),
  };
}
