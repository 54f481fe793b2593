const { digest, factKey } = require('../../../packages/core/dist');
const { seededRandom } = require('../../shared/random.cjs');

const SUITES = 200;
const NOW = 1_800_000_000_000;

/**
 * A workspace as its facts tell of it: every test file passed once and executed a number of functions, each
 * in a module of its own, four of five near its place and the others anywhere.
 *
 * @param shape `{ modules, functionsOfModule, testFiles, edges, seed }`; edges are pairs of test file and function
 */
function generateFacts({ modules, functionsOfModule, testFiles, edges, seed = 1 }) {
  const random = seededRandom(seed);
  const each = Math.round(edges / testFiles);
  if (each > modules) throw new Error('a test file can execute one function of each module at most');
  const reach = Math.min(modules, each * 4);
  const moduleName = (module) => `packages/p${Math.floor((module / modules) * SUITES)}/src/m${module}.ts`;
  const names = Array.from(
    { length: modules * functionsOfModule },
    (_, id) => `${moduleName(Math.floor(id / functionsOfModule))}#f${id % functionsOfModule}()`,
  );
  const executed = Array.from({ length: testFiles }, (_, testFile) => {
    const around = Math.floor((testFile / testFiles) * modules);
    const chosen = new Map();
    while (chosen.size < each) {
      const distance = Math.floor(random() * (random() < 0.8 ? reach : modules));
      const module = (around + distance) % modules;
      if (!chosen.has(module))
        chosen.set(module, module * functionsOfModule + Math.floor(random() * functionsOfModule));
    }
    return Uint32Array.from(chosen.values());
  });
  const suiteOf = (testFile) => Math.floor((testFile / testFiles) * SUITES);

  return {
    modules,
    functionsOfModule,
    edges: each * testFiles,
    names,
    executed,
    moduleName,
    suiteName: (testFile) => `packages/p${suiteOf(testFile)}:vitest.config.ts`,
    testFileName: (testFile) => `packages/p${suiteOf(testFile)}/src/t${testFile}.test.ts`,
  };
}

/** Digests of all functions; changed ones, by number, have another. */
function hashesOf({ names }, changed = new Set()) {
  return names.map((_, id) => hashOf(changed.has(id) ? id + names.length : id));
}

function hashOf(number) {
  return Buffer.from(`function ${String(number).padStart(12, '0')}`)
    .toString('base64url')
    .slice(-16);
}

/** What the walk of each test file asked: for the texts of the modules it loads, by number of the module. */
function inputsOf({ modules, moduleName }) {
  const named = { specifiers: [], stars: [], mocks: [], globs: [], assets: [] };
  return Array.from({ length: modules }, (_, module) => ({
    kind: 'module',
    name: moduleName(module),
    answer: hashOf(module),
    module: { contentHash: hashOf(module), named },
  }));
}

/** One record for each project, with what the walks of its facts asked. */
function* generateRecords(model) {
  const hashes = hashesOf(model);
  const inputs = inputsOf(model);
  const learned = ({ facts }) =>
    facts.map((fact, index) => ({
      factKey: digest(factKey(fact)),
      inputs: loaded[index].map((module) => inputs[module]),
    }));
  let record;
  let loaded;
  for (let testFile = 0; testFile < model.executed.length; testFile++) {
    const suite = model.suiteName(testFile);
    const project = suite.slice(0, suite.indexOf(':'));
    if (record?.project !== project) {
      if (record) yield { record, inputs: learned(record) };
      loaded = [];
      record = { execId: 'scale', project, target: 'testmon', facts: [] };
    }
    const executed = [...model.executed[testFile]];
    loaded.push(executed.map((id) => Math.floor(id / model.functionsOfModule)));
    record.facts.push({
      testFile: model.testFileName(testFile),
      suite,
      environment: 'default@scale',
      outcome: 'passed',
      durationMs: 100,
      endedAt: NOW + testFile,
      fingerprints: executed
        .map((id) => ({ block: model.names[id], hash: hashes[id] }))
        .sort((a, b) => (a.block < b.block ? -1 : 1)),
    });
  }
  if (record) yield { record, inputs: learned(record) };
}

/** Every function of one module in so many. */
function everyFunctionOf({ modules, functionsOfModule }, step) {
  const changed = new Set();
  for (let module = step >> 1; module < modules; module += step)
    for (let at = 0; at < functionsOfModule; at++) changed.add(module * functionsOfModule + at);
  return changed;
}

/** What may have changed: nothing, a function that some test executed, or every function of some of the modules. */
const edits = {
  nothing: () => new Set(),
  'one-function': ({ executed }) => new Set([executed[executed.length >> 1][0]]),
  'one-percent': (model) => everyFunctionOf(model, 100),
  'ten-percent': (model) => everyFunctionOf(model, 10),
};

module.exports = { generateFacts, generateRecords, hashesOf, inputsOf, edits, NOW };
