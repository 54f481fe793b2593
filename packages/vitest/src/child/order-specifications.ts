import { testFileKey } from '@nx-testmon/core';
import type { RunRequest } from '@nx-testmon/runner';
import { isIsolated } from './is-isolated';
import { nameSpecification } from './select-specifications';
import type { SequencerClass, Specification, VitestApi } from './vitest-api';

/**
 * Runs test files in the requested order within the units that Vitest keeps together: groups, projects,
 * isolated files. Files that share modules can depend on what ran before them, so they keep Vitest's own
 * order. A sequencer of the user decides the order itself, and so does Vitest's sequencer for `shuffle`.
 */
export function orderSpecifications(
  request: RunRequest,
  vitest: VitestApi,
  BaseSequencer: SequencerClass | undefined,
): void {
  const { sequence } = vitest.config;
  const Sequencer = sequence.sequencer;
  if (request.order === undefined || Sequencer !== BaseSequencer) return;
  const ranks = new Map(request.order.map((file, index) => [testFileKey(file), index]));
  const rankOf = (file: Specification) =>
    ranks.get(testFileKey(nameSpecification(request, vitest, file))) ?? -1;
  sequence.sequencer = class extends Sequencer {
    override async sort(files: Specification[]): Promise<Specification[]> {
      const groups = new Map<string, Specification[]>();
      for (const file of await super.sort(files)) {
        const { name, config } = file.project;
        const key = JSON.stringify([config.sequence?.groupOrder, name, config.isolate]);
        groups.set(key, [...(groups.get(key) ?? []), file]);
      }
      return [...groups.values()].flatMap((group) => {
        if (!group.every(({ project }) => isIsolated(project.config))) return group;
        const ranked = group.map((file) => ({ file, rank: rankOf(file) }));
        return ranked.sort((one, other) => one.rank - other.rank).map(({ file }) => file);
      });
    }
  };
}
