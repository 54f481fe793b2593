import { count, printable } from '@nx-testmon/core';
import { describeDuration, type DescribedSelection, type UntestedChanges } from '@nx-testmon/engine';
import type { UncoveredProject } from '@nx-testmon/engine/uncovered-projects';
import type { Colors } from 'picocolors/types';
import { toUncoveredDocument, uncoveredLines } from '../../targets/find-uncovered-projects';
import type { SelectionDocument } from './selection-schema';

export function toDocument(
  selections: readonly DescribedSelection[],
  uncovered: readonly UncoveredProject[],
  untested?: UntestedChanges,
): SelectionDocument {
  return {
    projects: selections.map(({ project, target, environment, selected, skipped, savedMs, notes }) => ({
      project,
      target,
      environment,
      selected: selected.map(({ testFile, reason }) => ({ file: testFile.path, reason })),
      skipped: skipped.length,
      total: selected.length + skipped.length,
      savedMs,
      notes,
    })),
    uncovered: uncovered.map(toUncoveredDocument),
    ...(untested === undefined ? {} : { untested }),
  };
}

/**
 * Renders a header for each project, then its selected test files with their reasons, for people to read.
 * Notes that all projects share come first, once.
 */
export function renderSelections(
  selections: readonly DescribedSelection[],
  uncovered: readonly UncoveredProject[],
  colors: Colors,
): string {
  const { projects } = toDocument(selections, uncovered);
  const shared =
    projects.length < 2
      ? []
      : (projects[0]?.notes ?? []).filter((note) => projects.every(({ notes }) => notes.includes(note)));
  const blocks = projects.map(({ project, target, selected, total, savedMs, notes }) => {
    const ratio = countSelected(selected.length, total);
    const saved = savedMs > 0 ? `, about ${describeDuration(savedMs)} saved` : '';
    return [
      `${colors.bold(printable(project))} ${colors.dim(`(${printable(target)})`)}: ${selected.length > 0 ? colors.yellow(ratio) : colors.green(ratio)}${saved}`,
      ...notes.filter((note) => !shared.includes(note)).map((note) => `  ${colors.dim(note)}`),
      ...selected.map(({ file, reason }) => `  ${printable(file)}  ${colors.dim(reason)}`),
    ];
  });
  const selected = projects.reduce((sum, one) => sum + one.selected.length, 0);
  const total = projects.reduce((sum, one) => sum + one.total, 0);
  const sum =
    projects.length > 1 ? [`${countSelected(selected, total)} in ${count(projects.length, 'project')}`] : [];
  const lines = uncoveredLines(uncovered).map((line) => colors.yellow(line));
  return [...shared.map((note) => colors.dim(note)), ...blocks.flat(), ...sum, ...lines].join('\n');
}

/**
 * The paths of the selected test files relative to the workspace root, one on each line, without duplicates.
 */
export function renderPaths(selections: readonly DescribedSelection[]): string {
  const paths = selections.flatMap(({ selected }) => selected.map(({ testFile }) => testFile.path));
  return [...new Set(paths)].map(printable).join('\n');
}

function countSelected(selected: number, total: number): string {
  return `${selected} of ${count(total, 'test file')} selected`;
}
