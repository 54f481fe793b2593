const { utimesSync } = require('node:fs');
const { join } = require('node:path');
const { startProcess } = require('../start-process.cjs');
const { LOCK, runAfterwards, storeNow } = require('./store-under-fault.cjs');

/** Clocks that are days or years off, in one process or in the file system, while another one writes. */
async function clockJump({ places, random }) {
  const before = (await storeNow(places, ['before-0'])).names;
  const offsets = [random, random].map((next) => Math.round((next() - 0.5) * 2 * 400 * 24 * 3_600_000));
  const writers = offsets.map((offset, index) =>
    startProcess(
      { role: 'write', name: `clock${index}`, rounds: 4, places, lock: LOCK },
      {
        nodeArguments: ['--require', join(__dirname, 'shifted-clock.cjs')],
        env: { SOAK_CLOCK_OFFSET: String(offset) },
      },
    ),
  );
  const jump = new Date(Date.now() + offsets[0]);
  await writers[0].said(({ name }) => name !== undefined);
  utimesSync(places.file, jump, jump);
  const ends = await Promise.all(writers.map(({ ended }) => ended));
  const problems = ends.flatMap(({ code, errors }) => (code === 0 ? [] : [`exit code ${code}: ${errors}`]));
  const stored = ends.flatMap(({ lines }) =>
    lines.flatMap(({ name, stored: how }) => (name && how !== 'not' ? [name] : [])),
  );
  return [...problems, ...(await runAfterwards(places, [...before, ...stored])).problems];
}

module.exports = { 'clock-jump': clockJump };
