// Merges the records of a generated workspace into a new store, one after the other, as its tasks would.
// usage: node merge-facts.cjs SHAPE_JSON DATABASE
const { statSync } = require('node:fs');
const { DEFAULT_LOCK_TIMING, mergeRecords } = require('../../../packages/store/dist');
const { cpuSeconds } = require('../shared/cpu-time.cjs');
const { generateFacts, generateRecords, NOW } = require('./generated-facts.cjs');
const { tell } = require('./tell.cjs');

async function main() {
  const model = generateFacts(JSON.parse(process.argv[2]));
  const file = process.argv[3];
  const costs = [];
  for (const { record, inputs } of generateRecords(model)) {
    const before = cpuSeconds();
    const result = await mergeRecords({
      file,
      records: [record],
      cache: { inputs },
      lock: DEFAULT_LOCK_TIMING,
      now: NOW,
    });
    costs.push(cpuSeconds() - before);
    if (result.kind !== 'merged') throw new Error(`merging ended with ${JSON.stringify(result)}`);
  }
  const all = costs.reduce((sum, cost) => sum + cost, 0);
  tell({
    edges: model.edges,
    records: costs.length,
    all,
    last: costs.at(-1),
    databaseBytes: statSync(file).size,
  });
}

void main();
