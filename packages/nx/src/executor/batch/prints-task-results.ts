/**
 * Whether Nx shows the output of a task when a batch reports its result, as it does since Nx 22.5. Earlier
 * versions show the output of the batch process.
 */
export function printsTaskResults(): boolean {
  try {
    const nx = require('nx/src/tasks-runner/running-tasks/batch-process') as {
      readonly BatchProcess: { readonly prototype: object };
    };
    return 'onTaskResults' in nx.BatchProcess.prototype;
  } catch {
    return true;
  }
}
