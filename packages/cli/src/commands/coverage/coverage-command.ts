import * as nodePath from 'node:path';
import { formatMessageLine, printable, printableLines, relativeToWorkspace } from '@nx-testmon/core';
import type { WorkspaceCoverage } from '@nx-testmon/engine';
import { createCoverageMap, type CoverageMapData } from 'istanbul-lib-coverage';
import { type CommandIo, type ExitCode, fail } from '../../command-io';
import { printResults } from '../../output/print-results';
import { failWithoutTargets } from '../../targets/find-uncovered-projects';
import { type OpenedTargets, openTargets } from '../../targets/open-targets';
import { isPrinted, parseFormats, parseThresholds } from './coverage-flags';
import { gatherCoverage, type GatheredCoverage } from './gather-coverage';
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

/** Reports the coverage of the workspace from facts. Runs no test, and only writes the reports. */
export async function coverageCommand(flags: CoverageFlags, io: CommandIo): Promise<ExitCode> {
  const { json = false } = flags;
  const formats = parseFormats(flags.format ?? (json ? [] : ['text']));
  if (!formats.ok) return fail(io, formats.problem);
  const checked = parseThresholds(flags.check ?? []);
  if (!checked.ok) return fail(io, checked.problem);
  const opened = await openTargets(io, { patterns: flags.projects, all: true });
  if (!opened.ok) return failWithoutTargets(io, opened);

  const { root } = opened.workspace;
  const outDir =
    flags.outDir === undefined ? nodePath.join(root, 'coverage') : nodePath.resolve(io.cwd, flags.outDir);
  const { result: coverage, refused } = await readCoverage(opened, { ...flags, outDir }, io);
  const data: CoverageMapData = {};
  for (const file of coverage.files) data[file.path] = file;
  const map = createCoverageMap(data);
  // With --json, only JSON is printed.
  const wanted = formats.formats.filter((one) => !json || !isPrinted(one));
  const written = writeCoverage({ map, formats: wanted, outDir, root, colors: io.colors });
  if (!written.ok) return fail(io, written.problem);

  const relative = (path: string) => relativeToWorkspace(nodePath, root, path);
  const document = toCoverageDocument({ coverage, map, thresholds: checked.thresholds, relative });
  const { missedThresholds } = document;
  const render = () =>
    [
      ...(written.text === '' ? [] : [withPrintableNames(written.text.trimEnd(), coverage)]),
      ...wanted
        .filter((one) => !isPrinted(one))
        .map((format) => formatMessageLine(`${format} report written to ${printable(outDir)}`)),
      renderCoverageNotes(document, io.colors),
    ].join('\n');
  const exitCode = printResults(io, json, {
    ...{ document, render, refused },
    exitCode: missedThresholds.length > 0 ? 1 : 0,
  });
  for (const { metric, pct, required } of missedThresholds)
    io.printError(
      formatMessageLine(`Coverage for ${metric} (${pct}%) is below the threshold (${required}%)`),
    );
  return exitCode;
}

/** @param outDir absolute path; its reports are not source files */
function readCoverage(
  { workspace, projects, targets }: OpenedTargets,
  { exclude = [], fresh: isFresh = false, outDir }: CoverageFlags & { readonly outDir: string },
  io: CommandIo,
): Promise<GatheredCoverage<WorkspaceCoverage>> {
  const own = `${relativeToWorkspace(nodePath, workspace.root, outDir)}/**`;
  const request = { workspace, projects, isFresh, exclude: [...exclude, own] };
  return gatherCoverage(request, targets, io, (reader) => reader.read());
}

/** Reports print file names unchanged, and contain colors. */
function withPrintableNames(text: string, { files }: WorkspaceCoverage): string {
  return files.every(({ path }) => printable(path) === path) ? text : printableLines(text);
}
