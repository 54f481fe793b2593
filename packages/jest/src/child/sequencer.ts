import { testFileKey } from '@nx-testmon/core';
import { tellParent } from '@nx-testmon/runner';
import { parseRunFilters } from '../parse-run-filters';
import type { Sequencer, Test } from './jest-api';
import { currentSession } from './session';

/**
 * The configured sequencer, which is asked last what to run: after Jest's filters, after the shard. The shard
 * is taken of all files, not of the selection: two machines may select differently, and a file must not fall
 * between their shards.
 */
export default class SelectingSequencer {
  constructor(options: unknown) {
    const { Sequencer, request, name, found, globalConfig } = currentSession();
    // A sequencer of the user's own stays in charge.
    const isOwn = /[\\/]@jest[\\/]test-sequencer[\\/]/.test(globalConfig.testSequencer);
    const sequencer: Sequencer = new Sequencer(options);
    const sort = sequencer.sort.bind(sequencer);
    const wanted = request.files === 'all' ? undefined : new Set(request.files.map(testFileKey));
    const { listOnly } = parseRunFilters(request.runnerArguments);
    sequencer.sort = async (tests) => {
      // Jest sorts what it only lists too: nothing is about to run.
      if (listOnly) return sort(tests);
      const nameOf = ({ context, path }: Test) => name(context.config, path);
      const selected = wanted ? tests.filter((test) => wanted.has(testFileKey(nameOf(test)))) : tests;
      const all = new Map([...found, ...tests.map(nameOf)].map((file) => [testFileKey(file), file]));
      await tellParent({ type: 'found', found: [...all.values()] });
      await tellParent({ type: 'started', files: selected.map(nameOf) });
      const sorted = await sort(selected);
      if (!isOwn || request.order === undefined) return sorted;
      const places = new Map(request.order.map((file, index) => [testFileKey(file), index]));
      const placeOf = (test: Test) => places.get(testFileKey(nameOf(test))) ?? -1;
      return [...sorted].sort((one, other) => placeOf(one) - placeOf(other));
    };
    return sequencer;
  }
}
