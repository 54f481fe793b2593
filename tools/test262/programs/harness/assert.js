// Declarations that generated programs use.

var a = 1;
var b = 'global';
var lines = 0;

/** Describes everything of a value that probes could change. */
function show(value, depth = 0) {
  if (typeof value === 'function') return `function ${String(value.name)}/${value.length} ${value}`;
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value !== 'object' || value === null) return `${typeof value} ${String(value)}`;
  if (value instanceof Error) return `${value.name}: ${value.message}`;
  if (depth > 2) return '…';
  const shown = Reflect.ownKeys(value).map((key) => {
    const { value: own, get } = Object.getOwnPropertyDescriptor(value, key);
    return `${String(key)}: ${show(get ?? own, depth + 1)}`;
  });
  return `${Array.isArray(value) ? 'array' : 'object'} { ${shown.join(', ')} }`;
}

function log(...values) {
  // Limits the output of nested loops.
  if (lines++ < 300) print(values.map((value) => show(value)).join(' '));
  return values[0];
}

function report(error) {
  log('caught', error);
}

function attempt(run) {
  try {
    const result = run();
    if (!(result instanceof Promise)) return log(result);
    return result.then(log, report);
  } catch (error) {
    report(error);
  }
}

function pull(iterator) {
  const results = [];
  for (let count = 0; count < 9; count++) {
    const { done, value } = iterator.next(count);
    results.push(value);
    if (done) break;
  }
  return results;
}

async function collect(iterable) {
  const results = [];
  for await (const one of iterable) if (results.push(one) > 9) break;
  return results;
}

const id = (value) => value;
const tag = (strings, ...values) => [...strings.raw, ...values].length;
function f(one, two = () => 'three') {
  // A comment in a text that programs log.
  if (one) return two();
  return `${one}`;
}
const o = {
  x: 1,
  m() {
    return this === undefined ? 'no receiver' : typeof this.x;
  },
};
const base = {
  base(value) {
    return value;
  },
};
class Base {
  static base = 3;
  constructor(...values) {
    this.count = values.length;
  }
  base(value) {
    return [value];
  }
}
