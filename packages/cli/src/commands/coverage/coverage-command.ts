import * as nodePath from 'node:path';
import {
  type Problem,
  printable,
  printableJson,
  printableLines,
  relativeToWorkspace,
} from '@nx-testmon/core';
import type { WorkspaceCoverage } from '@nx-testmon/engine';
import { createCoverageMap, type CoverageMapData } from 'istanbul-lib-coverage';
import { type CommandIo, type ExitCode, fail, failTasks } from '../../command-io';
import { isPrinted, parseFormats, parseThresholds } from './coverage-flags';
import type { RefusedTask } from '../../targets/create-task';
import { findTargets } from '../../targets/find-targets';
import { gatherCoverage } from './gather-coverage';
import { chooseProjects } from '../../workspace/match-projects';
import { openWorkspace } from '../../workspace/open-workspace';
import { renderCoverageNotes, toCoverageDocument } from './render-coverage';
import { writeCoverage } from './write-coverage';

export interface CoverageFlags {
  readonly format?: readonly string[];
  readonly outDir?: string;
  readonly projects?: readonly string[];
  readonly exclude?: readonly string[];
  readonly check?: readonly string[];
  readonly fresh?: boolean;
  readonly json?: boolean;
}

/** Reports the coverage of the workspace from facts. Runs no test, and writes nothing but the reports. */
export async function coverageCommand(flags: CoverageFlags, io: CommandIo): Promise<ExitCode> {
  const { json = false } = flags;
  const formats = parseFormats(flags.format ?? (json ? [] : ['text']));
  if (!formats.ok) return fail(io, formats.problem);
  const checked = parseThresholds(flags.check ?? []);
  if (!checked.ok) return fail(io, checked.problem);
  const read = await readCoverage(flags, io);
  if (!read.ok) return fail(io, read.problem);

  const { root, outDir, coverage, refused } = read;
  const data: CoverageMapData = {};
  for (const file of coverage.files) data[file.path] = file;
  const map = createCoverageMap(data);
  // JSON is the only thing that is printed then.
  const wanted = formats.formats.filter((one) => !json || !isPrinted(one));
  const written = writeCoverage({ map, formats: wanted, outDir, root, colors: io.colors });
  if (!written.ok) return fail(io, written.problem);

  const relative = (path: string) => relativeToWorkspace(nodePath, root, path);
  const document = toCoverageDocument({ coverage, map, thresholds: checked.thresholds, relative });
  if (json) io.print(printableJson(document, 2));
  else {
    if (written.text !== '') io.print(withPrintableNames(written.text.trimEnd(), coverage));
    for (const format of wanted.filter((one) => !isPrinted(one)))
      io.print(`testmon: ${format} report written to ${printable(outDir)}`);
    io.print(renderCoverageNotes(document, io.colors));
  }
  for (const { metric, pct, required } of document.missedThresholds)
    io.printError(`testmon: Coverage for ${metric} (${pct}%) is below the threshold (${required}%)`);
  if (refused.length > 0) return failTasks(io, refused);
  return document.missedThresholds.length > 0 ? 1 : 0;
}

type ReadCoverage =
  | {
      readonly ok: true;
      readonly root: string;
      /** Absolute. */
      readonly outDir: string;
      readonly coverage: WorkspaceCoverage;
      readonly refused: readonly RefusedTask[];
    }
  | { readonly ok: false; readonly problem: Problem };

async function readCoverage(flags: CoverageFlags, io: CommandIo): Promise<ReadCoverage> {
  const { exclude = [], fresh: isFresh = false } = flags;
  const opened = await openWorkspace(io);
  if (!opened.ok) return opened;
  const { workspace, graph, kind } = opened;
  const chosen = chooseProjects(opened, flags.projects);
  if (!chosen.ok) return chosen;
  const { projects } = chosen;
  const found = findTargets(graph, { projects, kind, all: true });
  if (!found.ok) return found;
  const { root } = workspace;
  const outDir =
    flags.outDir === undefined ? nodePath.join(root, 'coverage') : nodePath.resolve(io.cwd, flags.outDir);
  const own = `${relativeToWorkspace(nodePath, root, outDir)}/**`;
  const request = { workspace, projects, isFresh, exclude: [...exclude, own] };
  const { result, refused } = await gatherCoverage(request, found.targets, io, (reader) => reader.read());
  return { ok: true, root, outDir, coverage: result, refused };
}

/** Reports print names of files as they are, and colors. */
function withPrintableNames(text: string, { files }: WorkspaceCoverage): string {
  return files.every(({ path }) => printable(path) === path) ? text : printableLines(text);
}
