import { utimesSync } from 'node:fs';
import { join } from 'node:path';
import { startProcess } from '../start-process.mts';
import { LOCK, runAfterwards, storeNow } from './store-under-fault.mts';

/** Clocks that are days or years off, in one process or in the file system, while another one writes. */
async function clockJump({ paths, random }) {
  const before = (await storeNow(paths, ['before-0'])).names;
  const offsets = [random, random].map((next) => Math.round((next() - 0.5) * 2 * 400 * 24 * 3_600_000));
  const writers = offsets.map((offset, index) =>
    startProcess(
      { role: 'write', name: `clock${index}`, rounds: 4, paths, lock: LOCK },
      {
        nodeArguments: ['--import', join(import.meta.dirname, 'shifted-clock.mts')],
        env: { STRESS_CLOCK_OFFSET: String(offset) },
      },
    ),
  );
  const jump = new Date(Date.now() + offsets[0]);
  await writers[0].said(({ name }) => name !== undefined);
  utimesSync(paths.file, jump, jump);
  const ends = await Promise.all(writers.map(({ ended }) => ended));
  const problems = ends.flatMap(({ code, errors }) => (code === 0 ? [] : [`exit code ${code}: ${errors}`]));
  const stored = ends.flatMap(({ lines }) =>
    lines.flatMap(({ name, stored: how }) => (name && how !== 'not' ? [name] : [])),
  );
  return [...problems, ...(await runAfterwards(paths, [...before, ...stored])).problems];
}

export const clocks = { 'clock-jump': clockJump };
