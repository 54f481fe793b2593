import type { ChildRequest } from './messages';

/** A request for a project at the root of a workspace. */
export function childRequest(workspaceRoot: string): ChildRequest {
  return {
    entry: '',
    version: '1.0.0',
    workspaceRoot,
    projectName: 'a',
    config: undefined,
    runnerArguments: [],
  };
}
