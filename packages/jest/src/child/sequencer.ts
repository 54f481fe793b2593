import { testFileKey } from '@nx-testmon/core';
import { sendToParent } from '@nx-testmon/runner';
import type { Sequencer, Test } from './jest-api';
import { currentSession } from './current-session';

/**
 * Wraps the configured sequencer, which Jest calls last: after its filters and after sharding. All files are
 * sharded, not only the selected ones, because two machines can select different files and each file must be
 * in one shard.
 */
export default class SelectionSequencer {
  constructor(options: unknown) {
    const { Sequencer, request, name, found, globalConfig } = currentSession();
    // A sequencer of the user decides the order itself.
    const isOwn = /[\\/]@jest[\\/]test-sequencer[\\/]/.test(globalConfig.testSequencer);
    const sequencer: Sequencer = new Sequencer(options);
    const sort = sequencer.sort.bind(sequencer);
    const wanted = request.files === 'all' ? undefined : new Set(request.files.map(testFileKey));
    sequencer.sort = async (tests) => {
      const nameOf = ({ context, path }: Test) => name(context.config, path);
      const selected = wanted ? tests.filter((test) => wanted.has(testFileKey(nameOf(test)))) : tests;
      const all = new Map([...found, ...tests.map(nameOf)].map((file) => [testFileKey(file), file]));
      await sendToParent({ type: 'found', found: [...all.values()] });
      await sendToParent({ type: 'started', files: selected.map(nameOf) });
      const sorted = await sort(selected);
      if (!isOwn || request.order === undefined) return sorted;
      const positions = new Map(request.order.map((file, index) => [testFileKey(file), index]));
      const positionOf = (test: Test) => positions.get(testFileKey(nameOf(test))) ?? -1;
      return [...sorted].sort((one, other) => positionOf(one) - positionOf(other));
    };
    return sequencer;
  }
}
