import { digestParts } from '@nx-testmon/core';
import type { TaskOptions } from './options';

/** Runner options that change what is printed or how much is run, never how a test file ends. */
const neutral = new RegExp(
  '^(-[tofuw]$|--(no-)?(reporter|outputFile|coverage|shard|bail|silent|color|run|passWithNoTests|hideSkippedTests|' +
    'logHeapUsage|project|maxWorkers|minWorkers|maxConcurrency|slowTestThreshold|testNamePattern|tagsFilter|' +
    'tags-filter|changed|changedSince|related|lastFailed|last-failed|onlyChanged|onlyFailures|lastCommit|' +
    'findRelatedTests|watch|watchAll|update|updateSnapshot)\\b)',
);

/**
 * What holds for a whole run beside the code: facts of different environments never meet.
 *
 * @param versions full versions of Node and of the runner
 * @returns `<name>@<digest>`
 */
export function describeEnvironment(
  options: TaskOptions,
  versions: { readonly node: string; readonly runner: string },
  env: Readonly<Record<string, string | undefined>>,
): string {
  const variables = [...options.environmentVariables]
    .sort()
    .flatMap((name) => [name, env[name] ?? '<unset>']);
  const behaviour = options.runnerArguments.filter(
    (argument) => argument.startsWith('-') && !neutral.test(argument),
  );
  // The Nodes of a team's machines differ by more than what tests could tell apart.
  const [nodeMajor = ''] = versions.node.split('.');
  const parts = [nodeMajor, versions.runner, ...variables, ...behaviour];
  return `${options.environment}@${digestParts(parts)}`;
}
