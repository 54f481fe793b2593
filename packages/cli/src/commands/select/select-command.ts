import { printableJson } from '@nx-testmon/core';
import { selectTask } from '@nx-testmon/engine';
import { askTasks } from '../../targets/ask-tasks';
import { type CommandIo, type ExitCode, fail, failTasks } from '../../command-io';
import { findTargets } from '../../targets/find-targets';
import { failWithoutTargets, findUncoveredProjects } from '../../targets/find-uncovered-projects';
import { chooseProjects } from '../../workspace/match-projects';
import { openWorkspace } from '../../workspace/open-workspace';
import { readUntested } from './read-untested';
import { renderSelections, toDocument } from './render-selection';
import { renderUntested } from './render-untested';

export interface SelectFlags {
  readonly json?: boolean;
  readonly projects?: readonly string[];
  readonly target?: string;
  readonly untested?: boolean;
  readonly failOnUntested?: boolean;
  /** The commit that changed code is compared with. */
  readonly base?: string;
}

/** Lists what the tasks would run now, and why. Runs no test and writes nothing. */
export async function selectCommand(flags: SelectFlags, io: CommandIo): Promise<ExitCode> {
  const { json, projects: patterns, target } = flags;
  const opened = await openWorkspace(io);
  if (!opened.ok) return fail(io, opened.problem);
  const chosen = chooseProjects(opened, patterns);
  if (!chosen.ok) return fail(io, chosen.problem);
  const { projects } = chosen;
  const found = findTargets(opened.graph, { projects, target, kind: opened.kind });
  const uncovered = findUncoveredProjects(opened.workspace.root, opened.graph, projects);
  if (!found.ok) return failWithoutTargets(io, found.problem, uncovered);

  const { answers, refused } = await askTasks(found.targets, opened.workspace, io, selectTask);
  const selections = answers.map(({ selection }) => selection);
  const asksUntested = flags.untested === true || flags.failOnUntested === true;
  const read = asksUntested ? await readUntested(opened, { ...flags, projects }, io) : undefined;
  if (read?.ok === false) return fail(io, read.problem);
  const untested = read?.untested;
  const known = new Set(refused.map(({ name }) => name));
  const others = (read?.refused ?? []).filter(({ name }) => !known.has(name));
  const unread = [...refused, ...others];
  if (unread.length > 0) failTasks(io, unread);
  io.print(
    json === true
      ? printableJson(toDocument(selections, uncovered, untested), 2)
      : [
          renderSelections(selections, uncovered, io.colors),
          ...(untested ? [renderUntested(untested, io.colors)] : []),
        ].join('\n'),
  );
  const fails = flags.failOnUntested === true && untested !== undefined && untested.code.length > 0;
  return unread.length > 0 ? 2 : fails ? 1 : 0;
}
