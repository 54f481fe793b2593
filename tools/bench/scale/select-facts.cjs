// Selects all test files of a generated workspace against a store, as its tasks would.
// usage: node select-facts.cjs SHAPE_JSON DATABASE EDIT
const { dirname } = require('node:path');
const { openTaskStore, storePlaces } = require('../../../packages/engine/dist/task-store');
const { cpuSeconds } = require('../shared/cpu-time.cjs');
const { dependenciesOf, edits, generateFacts, hashesOf } = require('./generated-facts.cjs');
const { tell } = require('./tell.cjs');

async function main() {
  const model = generateFacts(JSON.parse(process.argv[2]));
  const file = process.argv[3];
  const hashes = hashesOf(model, edits[process.argv[4]](model));
  const before = cpuSeconds();
  const store = await openTaskStore(storePlaces(dirname(file), { NX_TESTMON_DATAFILE: file }));
  let selected = 0;
  let walking = 0;
  for (let testFile = 0; testFile < model.executed.length; testFile++) {
    // What the walk of the code takes is no part of looking facts up.
    const walked = cpuSeconds();
    const ran = dependenciesOf(model, testFile, hashes);
    const reachable = new Map(ran).set('packages/p0/src/m0.ts#never-ran()', 'same');
    walking += cpuSeconds() - walked;
    const today = { environment: 'default@scale', hashes: reachable, narrowed: () => ran };
    const decision = store.decide(model.suiteName(testFile), model.testFileName(testFile), today);
    if (decision.kind !== 'skipped') selected += 1;
  }
  const seconds = cpuSeconds() - before - walking;
  store.close();
  tell({ selected, testFiles: model.executed.length, seconds, notes: store.notes });
}

void main();
