import { selectTask } from '@nx-testmon/engine';
import { type CommandIo, type ExitCode, fail } from '../../command-io';
import { printResults } from '../../output/print-results';
import {
  failWithoutTargets,
  findUncoveredProjects,
  uncoveredLines,
} from '../../targets/find-uncovered-projects';
import { openTargets } from '../../targets/open-targets';
import { queryTasks } from '../../targets/query-tasks';
import { UntestedReader } from '../untested/untested-reader';
import { renderUntested } from '../untested/render-untested';
import { writeJobSummary } from '../untested/write-job-summary';
import { renderPaths, renderSelections, toDocument } from './render-selection';

export interface SelectFlags {
  readonly json?: boolean;
  /** If true, only paths are printed, for other programs. */
  readonly files?: boolean;
  readonly projects?: readonly string[];
  readonly target?: string;
  readonly untested?: boolean;
  readonly failOnUntested?: boolean;
  /** The commit that changed code is compared with. */
  readonly base?: string;
}

/**
 * Lists the test files that the tasks would run now, and why. Runs no test, and writes nothing but untested
 * changes to the job summary of GitHub Actions.
 */
export async function selectCommand(flags: SelectFlags, io: CommandIo): Promise<ExitCode> {
  const { json, projects: patterns, target } = flags;
  const opened = await openTargets(io, { patterns, target });
  if (!opened.ok) return failWithoutTargets(io, opened);
  const { workspace, graph, projects, targets } = opened;
  const uncovered = findUncoveredProjects(workspace.root, graph, projects);

  const asksUntested = flags.untested === true || flags.failOnUntested === true;
  const found = asksUntested ? await UntestedReader.open(opened, { ...flags, projects }, io) : undefined;
  if (found?.ok === false) return fail(io, found.problem);
  using reader = found?.reader;
  const { results, refused } = await queryTasks(targets, workspace, io, (task, taskIo) =>
    selectTask(task, taskIo, reader?.taskReader),
  );
  const selections = results.map(({ selection }) => selection);
  if (flags.files === true) {
    for (const line of uncoveredLines(uncovered)) io.printError(line);
    const document = toDocument(selections, uncovered);
    return printResults(io, false, { document, render: () => renderPaths(selections), refused });
  }
  const read = await reader?.read(targets, io);
  if (read?.ok === false) return fail(io, read.problem);
  const untested = read?.untested;
  if (untested) await writeJobSummary(untested, io);
  const fails = flags.failOnUntested === true && untested !== undefined && untested.code.length > 0;
  return printResults(io, json, {
    document: toDocument(selections, uncovered, untested),
    render: () =>
      [
        renderSelections(selections, uncovered, io.colors),
        ...(untested ? [renderUntested(untested, io.colors)] : []),
      ].join('\n'),
    refused: [...refused, ...(read?.refused ?? [])],
    exitCode: fails ? 1 : 0,
  });
}
