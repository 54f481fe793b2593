const { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');

const fileOf = (dir) => join(dir, 'replay.json');
const storeOf = (dir, steps) => join(dir, `store-${steps}`);

/**
 * What an earlier replay in a folder has found; `undefined` where there was none.
 *
 * @throws Error when it was another one: its numbers would mix with these
 */
function readState(dir, plan) {
  if (!existsSync(fileOf(dir))) return undefined;
  const state = JSON.parse(readFileSync(fileOf(dir), 'utf8'));
  if (JSON.stringify(state.plan) !== JSON.stringify(plan)) {
    throw new Error(`${dir} holds a replay of other commits or options; name another --dir, or say --fresh`);
  }
  return state;
}

/**
 * Keeps what was found after a step. The store is kept with it, because a step that was killed has stored facts
 * that would make its second try look better than it is.
 */
function writeState(dir, state, testmonFolder) {
  const { length } = state.steps;
  const store = storeOf(dir, length);
  rmSync(store, { recursive: true, force: true });
  if (existsSync(testmonFolder)) cpSync(testmonFolder, store, { recursive: true, preserveTimestamps: true });
  else mkdirSync(store, { recursive: true });
  writeFileSync(`${fileOf(dir)}.new`, `${JSON.stringify(state, undefined, 2)}\n`);
  renameSync(`${fileOf(dir)}.new`, fileOf(dir));
  rmSync(storeOf(dir, length - 1), { recursive: true, force: true });
}

/** Puts the store back as it was after the last step that is known. */
function restoreStore(dir, steps, testmonFolder) {
  rmSync(testmonFolder, { recursive: true, force: true });
  const store = storeOf(dir, steps);
  if (steps > 0 && existsSync(store)) {
    cpSync(store, testmonFolder, { recursive: true, preserveTimestamps: true });
  }
}

module.exports = { readState, writeState, restoreStore };
