import { utimesSync } from 'node:fs';
import { join } from 'node:path';
import { failureOf, namesKeptIn, startProcess } from '../start-process.mts';
import { type Fault, findProblemsAfterwards, LOCK, storeNow } from './store-under-fault.mts';
import { wrongClocks } from './wrong-clocks.mts';

/** The clocks of two writers, and the time of the database, are days or years off. */
const clockJump: Fault = async ({ paths, random }) => {
  const before = ['before-0'];
  await storeNow(paths, before);
  const randomOffset = (): number => Math.round((random() - 0.5) * 2 * 400 * 24 * 3_600_000);
  const offsets = [randomOffset(), randomOffset()] as const;
  const [first, second] = offsets.map((offset, index) =>
    startProcess(
      { role: 'write', name: `clock${index}`, rounds: 4, paths, lock: LOCK },
      {
        nodeArguments: ['--import', join(import.meta.dirname, 'shifted-clock.mts')],
        env: { STRESS_CLOCK_OFFSET: String(offset) },
      },
    ),
  );
  const jump = new Date(Date.now() + offsets[0]);
  await first?.waitFor('stored');
  utimesSync(paths.file, jump, jump);
  const ends = await Promise.all([first, second].flatMap((writer) => writer?.ended ?? []));
  const kept = ends.flatMap(namesKeptIn);
  return [...ends.flatMap(failureOf), ...(await findProblemsAfterwards(paths, [...before, ...kept]))];
};

export const clocks = { 'clock-jump': clockJump, 'wrong-clocks': wrongClocks };
