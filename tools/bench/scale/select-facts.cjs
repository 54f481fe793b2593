// Selects all test files of a generated workspace against a store, as its tasks would.
// usage: node select-facts.cjs SHAPE_JSON DATABASE EDIT
const { dirname } = require('node:path');
const { openTaskStore, storePlaces } = require('../../../packages/engine/dist/task-store');
const { cpuSeconds } = require('../shared/cpu-time.cjs');
const { dependenciesOf, edits, generateFacts, hashesOf } = require('./generated-facts.cjs');
const { tell } = require('./tell.cjs');

/** Numbers of test files, by suite. */
function suitesOf(model) {
  const suites = new Map();
  for (let testFile = 0; testFile < model.executed.length; testFile++) {
    const suite = model.suiteName(testFile);
    suites.set(suite, [...(suites.get(suite) ?? []), testFile]);
  }
  return suites.values();
}

async function main() {
  const model = generateFacts(JSON.parse(process.argv[2]));
  const file = process.argv[3];
  const hashes = hashesOf(model, edits[process.argv[4]](model));
  let seconds = 0;
  const timed = (work) => {
    const before = cpuSeconds();
    const result = work();
    seconds += cpuSeconds() - before;
    return result;
  };
  const opening = cpuSeconds();
  const store = await openTaskStore(storePlaces(dirname(file), { NX_TESTMON_DATAFILE: file }));
  seconds += cpuSeconds() - opening;
  let selected = 0;
  for (const testFiles of suitesOf(model)) {
    // What the walk of the code finds, and takes, is no part of looking facts up.
    const walked = testFiles.map((testFile) => {
      const ran = dependenciesOf(model, testFile, hashes);
      const reachable = new Map(ran).set('packages/p0/src/m0.ts#never-ran()', 'same');
      return { testFile, today: { environment: 'default@scale', hashes: reachable, narrowed: () => ran } };
    });
    selected += timed(() =>
      walked.filter(({ testFile, today }) => {
        const decision = store.decide(model.suiteName(testFile), model.testFileName(testFile), today);
        return decision.kind !== 'skipped';
      }),
    ).length;
  }
  store.close();
  tell({ selected, testFiles: model.executed.length, seconds, notes: store.notes });
}

void main();
