import { basename, join, resolve } from 'node:path';
import { formatMessageLine, printable, printableJson, type Workspace } from '@nx-testmon/core';
import { readExecutions, readTaskOverview, refuseStore, storePaths } from '@nx-testmon/engine';
import { renderReport, type ReportDocument } from '@nx-testmon/report';
import { type CommandIo, type ExitCode, fail, failTasks } from '../../command-io';
import { createReport } from './create-report';
import { failWithoutTargets, findUncoveredProjects } from '../../targets/find-uncovered-projects';
import { openTargets } from '../../targets/open-targets';
import { queryTasks } from '../../targets/query-tasks';
import { uncommitted, UntestedReader } from '../untested/untested-reader';
import { writePage } from './write-page';

export interface ReportFlags {
  readonly json?: boolean;
  readonly out?: string;
  readonly open?: boolean;
  readonly projects?: readonly string[];
  readonly target?: string;
  /** The commit that changed code is compared with. */
  readonly base?: string;
}

/** A larger document would take too long to open. */
const executionsShown = 1000;

/**
 * Reports what the last executions saved, what would run now and why, and which changed code is untested, as a
 * page or as JSON. Runs no test, and only writes the page.
 */
export async function reportCommand(flags: ReportFlags, io: CommandIo): Promise<ExitCode> {
  const opened = await openTargets(io, { patterns: flags.projects, target: flags.target, all: true });
  if (!opened.ok) return failWithoutTargets(io, opened);
  const { workspace, graph, projects, targets } = opened;
  const uncovered = findUncoveredProjects(workspace.root, graph, projects);
  const { base = uncommitted } = flags;
  const found = await UntestedReader.open(opened, { base, projects }, io);
  // Without --base, a workspace without git has a report too.
  if (!found.ok && flags.base !== undefined) return fail(io, found.problem);
  using reader = found.ok ? found.reader : undefined;
  const { results, refused: unread } = await queryTasks(targets, workspace, io, (task, taskIo) =>
    readTaskOverview(task, taskIo, reader?.taskReader),
  );
  const overviews = results.map(({ overview }) => overview);
  const untested = found.ok ? await found.reader.read(targets, io) : found;
  const refused = [...unread, ...(untested.ok ? untested.refused : [])];
  const { executions, older, notes } = await readExecutions(storePaths(workspace.root, io.env), io.clock(), {
    projects,
    limit: executionsShown,
  });
  const report = createReport({
    workspace: basename(workspace.root),
    now: io.clock(),
    overviews,
    executions,
    olderExecutions: older,
    base,
    untested,
    uncovered,
    refused,
    notes,
  });
  const shown = flags.json === true ? printJson(report, io) : await showPage(report, workspace, flags, io);
  return refused.length === 0 ? shown : failTasks(io, refused);
}

function printJson(report: ReportDocument, io: CommandIo): ExitCode {
  io.print(printableJson(report, 2));
  return 0;
}

async function showPage(
  report: ReportDocument,
  { root }: Workspace,
  { out, open: isOpened }: ReportFlags,
  io: CommandIo,
): Promise<ExitCode> {
  const paths = storePaths(root, io.env);
  const refusal = out === undefined ? refuseStore(paths) : undefined;
  if (refusal) return fail(io, refusal);
  const file = out === undefined ? join(paths.folder, 'report.html') : resolve(io.cwd, out);
  const written = writePage(file, renderReport(report));
  if (!written.ok) return fail(io, written.problem);
  io.print(formatMessageLine(printable(file)));
  if (isOpened === true) await openPage(file, io);
  return 0;
}

/** The browser keeps running after the command has ended. */
async function openPage(file: string, io: CommandIo): Promise<void> {
  const report = ({ message }: Error) => fail(io, { kind: 'page-not-opened', file, detail: message });
  const { default: open } = await import('open');
  const browser = await open(file);
  browser.once('error', report);
}
