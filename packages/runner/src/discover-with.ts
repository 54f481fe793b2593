import type { DiscoveryRequest, RunnerAdapter, RunnerDiscovery } from './runner-adapter';
import { runRunnerProcess } from './runner-process';

/** Asks a runner, in a process of its own, how it resolved a project's configuration. */
export async function discoverWith(
  adapter: RunnerAdapter,
  request: DiscoveryRequest,
): Promise<RunnerDiscovery> {
  const prepared = adapter.prepare(request);
  if (!prepared.ok) return prepared;
  let answer: RunnerDiscovery | undefined;
  const end = await runRunnerProcess({
    script: `${adapter.scripts}/discover.js`,
    request: prepared.request,
    cwd: request.projectRoot,
    env: request.env,
    output: 'capture',
    onMessage(message) {
      if (message.type === 'discovered') answer = { ok: true, discovery: message.discovery };
      if (message.type === 'refused') answer = refused(adapter, message.message);
    },
  });
  const died = `${adapter.title} ended with exit code ${end.exitCode} while it read its configuration.`;
  return (
    answer ?? {
      ok: false,
      failure: {
        kind: 'died',
        message: `${died}\n${end.output}`.trim(),
        next: `Run \`${adapter.listCommand}\` in the project to see what it says.`,
      },
    }
  );
}

function refused({ title }: RunnerAdapter, message: string): RunnerDiscovery {
  const next = `Correct the configuration or the arguments of ${title}.`;
  return { ok: false, failure: { kind: 'configuration', message, next } };
}
