// Selects all test files of a generated workspace against a store, as its tasks would.
// usage: node select-facts.cjs SHAPE_JSON DATABASE EDIT
const { dirname } = require('node:path');
const { setFlagsFromString } = require('node:v8');
const { runInNewContext } = require('node:vm');
const { openTaskStore, storePlaces } = require('../../../packages/engine/dist/store/task-store');
const { cpuSeconds } = require('../shared/cpu-time.cjs');
const { edits, generateFacts, hashesOf, inputsOf } = require('./generated-facts.cjs');
const { tell } = require('./tell.cjs');

/**
 * What is asked, and what the workspace says today. Both tools are handed the digests of all modules, and those
 * of the functions of modules that have changed: finding them is no part of looking facts up.
 */
function makeQuestion(shape, edit) {
  const model = generateFacts(shape);
  const changed = edits[edit](model);
  const testFiles = Array.from(model.executed, (_, testFile) => ({
    suite: model.suiteName(testFile),
    testFile: model.testFileName(testFile),
  }));
  return { testFiles, today: answersToday(textsOf(model, changed), functionsOf(model, changed)) };
}

/** Holds nothing else of the workspace. */
function answersToday(texts, functions) {
  return {
    compare: ({ name, answer }) => (texts.get(name) === answer ? 'same' : 'blocks'),
    isOutdated: (path, name, hash) => functions.get(`${path}#${name}`) !== hash,
  };
}

function textsOf(model, changed) {
  const texts = new Map(inputsOf(model).map(({ name, answer }) => [name, answer]));
  for (const id of changed) texts.set(model.moduleName(Math.floor(id / model.functionsOfModule)), 'changed');
  return texts;
}

/** Of modules that have changed. */
function functionsOf(model, changed) {
  const { functionsOfModule, names } = model;
  const hashes = hashesOf(model, changed);
  const modules = new Set([...changed].map((id) => Math.floor(id / functionsOfModule)));
  const ids = [...modules].flatMap((module) =>
    Array.from({ length: functionsOfModule }, (_, at) => module * functionsOfModule + at),
  );
  return new Map(ids.map((id) => [names[id], hashes[id]]));
}

/** Starts what is measured with its modules loaded, as the peer does, and without what made the question. */
function settle() {
  require('better-sqlite3');
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
}

async function main() {
  const [shape, file, edit] = process.argv.slice(2);
  const { testFiles, today } = makeQuestion(JSON.parse(shape), edit);
  settle();
  const before = cpuSeconds();
  const store = await openTaskStore(storePlaces(dirname(file), { NX_TESTMON_DATAFILE: file }));
  const judge = store.judging(today);
  let selected = 0;
  for (const { suite, testFile } of testFiles) {
    const decision = judge(suite, testFile, 'default@scale');
    if (!decision) throw new Error(`${testFile} is not decided: ${store.notes.join()}`);
    if (decision.kind !== 'skipped') selected++;
  }
  store.close();
  const seconds = cpuSeconds() - before;
  tell({ selected, testFiles: testFiles.length, seconds, notes: store.notes });
}

void main();
