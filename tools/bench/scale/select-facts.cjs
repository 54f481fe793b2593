// Selects all test files of a generated workspace against a store, as its tasks would.
// usage: node select-facts.cjs SHAPE_JSON DATABASE EDIT
const { dirname } = require('node:path');
const { setFlagsFromString } = require('node:v8');
const { runInNewContext } = require('node:vm');
const { openTaskStore, storePlaces } = require('../../../packages/engine/dist/task-store');
const { cpuSeconds } = require('../shared/cpu-time.cjs');
const { edits, generateFacts, hashesOf, inputsOf } = require('./generated-facts.cjs');
const { tell } = require('./tell.cjs');

/** Starts what is measured with its modules loaded, as the peer does, and without what was made for the question. */
function settle() {
  require('better-sqlite3');
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
}

/**
 * What the workspace says today. Both tools are handed the digests of all modules, and those of the functions of
 * modules that have changed: finding them is no part of looking facts up.
 */
function askToday(model, changed) {
  const hashes = hashesOf(model, changed);
  const texts = new Map(inputsOf(model).map(({ name, state }) => [name, state]));
  const functions = new Map();
  for (const id of changed) {
    const module = Math.floor(id / model.functionsOfModule);
    texts.set(model.moduleName(module), 'changed');
    for (let at = 0; at < model.functionsOfModule; at++) {
      const one = module * model.functionsOfModule + at;
      functions.set(model.names[one], hashes[one]);
    }
  }
  return {
    compare: ({ name, state }) => (texts.get(name) === state ? 'same' : 'bodies'),
    isOutdated: (_path, { block, hash }) => functions.get(block) !== hash,
  };
}

async function main() {
  const model = generateFacts(JSON.parse(process.argv[2]));
  const today = askToday(model, edits[process.argv[4]](model));
  settle();
  const before = cpuSeconds();
  const store = await openTaskStore(
    storePlaces(dirname(process.argv[3]), { NX_TESTMON_DATAFILE: process.argv[3] }),
  );
  const judge = store.judging(today);
  let selected = 0;
  for (let testFile = 0; testFile < model.executed.length; testFile++) {
    const decision = judge(model.suiteName(testFile), model.testFileName(testFile), 'default@scale');
    if (!decision) throw new Error(`${model.testFileName(testFile)} is not decided: ${store.notes.join()}`);
    if (decision.kind !== 'skipped') selected++;
  }
  store.close();
  tell({ selected, testFiles: model.executed.length, seconds: cpuSeconds() - before, notes: store.notes });
}

void main();
