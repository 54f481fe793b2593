// What selecting and merging take in a large workspace: a generated one of 20,000 modules and 5,000 test files.
// On request pytest-testmon's own code answers the same questions about the same graph, in the same run.
// usage: npm run bench:scale -- [options]; --help lists them
const { mkdtempSync, rmSync, statSync, writeFileSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const Table = require('cli-table3');
const { fromHere } = require('../../shared/from-here.cjs');
const { writeJson } = require('../../shared/write-json.cjs');
const { runTimed } = require('../shared/cpu-time.cjs');
const { summarise } = require('../shared/statistics.cjs');
const { edits, generateFacts } = require('./generated-facts.cjs');
const { parseOptions } = require('./options.cjs');

const FUNCTIONS_OF_MODULE = 10;

/** Runs one step in a process of its own. @returns what its last line says */
async function ask(words, env = process.env) {
  const { code, output } = await runTimed(words, { cwd: __dirname, env });
  const last = output.trim().split('\n').at(-1);
  if (code !== 0) throw new Error(`${words.slice(0, 2).join(' ')} ended with ${code}\n${output}`);
  return JSON.parse(last);
}

async function askRepeatedly(rounds, words, env) {
  const answers = [];
  for (let round = 0; round < rounds; round++) answers.push(await ask(words, env));
  const [{ selected }] = answers;
  return {
    selected,
    seconds: summarise(answers.map(({ seconds }) => seconds)),
    megabytes: Math.max(...answers.map(({ megabytes }) => megabytes)),
  };
}

async function measureOurs(shape, { rounds }, folder) {
  const database = join(folder, `testmon-${shape.edges}.db`);
  const script = (name) => [process.execPath, join(__dirname, name), JSON.stringify(shape), database];
  const merge = await ask(script('merge-facts.cjs'));
  console.log(
    `nx-testmon: ${merge.edges} edges in ${merge.records} records merged: ${merge.all.toFixed(1)} s in all, ` +
      `${merge.last.toFixed(2)} s the last, ${merge.megabytes.toFixed(0)} MB of memory; ` +
      `the database has ${(merge.databaseBytes / 1e6).toFixed(1)} MB`,
  );
  const selections = {};
  for (const edit of Object.keys(edits))
    selections[edit] = await askRepeatedly(rounds, [...script('select-facts.cjs'), edit]);
  return { merge, selections };
}

async function measureTestmon(shape, { rounds, testmon }, folder) {
  const model = join(folder, 'model.json');
  const database = join(folder, '.testmondata');
  writeFileSync(model, JSON.stringify(toPlainModel(shape)));
  const path = [fromHere(testmon), process.env.PYTHONPATH].filter(Boolean).join(':');
  const env = { ...process.env, PYTHONPATH: path };
  const script = ['python3', join(__dirname, 'testmon_select.py'), model, database];
  const build = await ask([...script, 'build'], env);
  console.log(
    `pytest-testmon: ${shape.edges} edges stored: ${build.seconds.toFixed(1)} s; ` +
      `the database has ${(statSync(database).size / 1e6).toFixed(1)} MB`,
  );
  const selections = {};
  for (const edit of Object.keys(edits))
    selections[edit] = await askRepeatedly(rounds, [...script, edit], env);
  return { build, selections };
}

function toPlainModel(shape) {
  const model = generateFacts(shape);
  return {
    modules: model.modules,
    functionsOfModule: model.functionsOfModule,
    executed: model.executed.map((functions) => [...functions]),
    edits: Object.fromEntries(Object.entries(edits).map(([name, make]) => [name, [...make(model)]])),
  };
}

function render(results) {
  const table = new Table({
    head: ['edges', 'changed', 'selected', 'nx-testmon, s', 'MB', 'pytest-testmon, s', 'times faster'],
    style: { head: [], border: [] },
  });
  for (const { shape, ours, theirs } of results) {
    for (const edit of Object.keys(edits)) {
      const own = ours.selections[edit];
      const peer = theirs?.selections[edit];
      table.push([
        shape.edges,
        edit,
        own.selected,
        own.seconds.median.toFixed(2),
        own.megabytes.toFixed(0),
        peer ? peer.seconds.median.toFixed(2) : 'not asked',
        peer ? (peer.seconds.median / own.seconds.median).toFixed(1) : '',
      ]);
    }
  }
  return table.toString();
}

/** Two tools that disagree about what is affected are not doing the same work. */
function disagreement({ ours, theirs }) {
  return Object.keys(edits).find(
    (edit) => theirs && ours.selections[edit].selected !== theirs.selections[edit].selected,
  );
}

async function main() {
  const parsed = parseOptions(process.argv.slice(2));
  if (!parsed.ok) {
    console.error(`bench: ${parsed.problem}`);
    process.exit(2);
  }
  const { options } = parsed;
  const folder = mkdtempSync(join(tmpdir(), 'nx-testmon-bench-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  const results = [];
  for (const [index, edges] of options.edges.entries()) {
    const { modules, testFiles } = options;
    const shape = { modules, testFiles, edges, functionsOfModule: FUNCTIONS_OF_MODULE };
    const ours = await measureOurs(shape, options, folder);
    const theirs = options.testmon && index === 0 ? await measureTestmon(shape, options, folder) : undefined;
    results.push({ shape, ours, theirs });
  }
  console.log(`\n${render(results)}`);
  if (options.json) writeJson(options.json, { results });
  const differing = results.map(disagreement).find((edit) => edit !== undefined);
  if (differing !== undefined) {
    console.error(`bench: the two select different numbers of test files for ${differing}`);
    process.exitCode = 1;
  }
}

main().catch((error) => {
  console.error(`bench: ${error.message}`);
  process.exitCode = 2;
});
