import {
  type AlignedCode,
  coverageWithoutProbes,
  describedCode,
  type FileCoverage,
} from '@nx-testmon/runner';

/** The code that Istanbul writes into a module. */
interface Instrumentation {
  readonly hash: string;
  /** The text of the description of the code, an object literal. */
  readonly data: string;
  /** Name of the function that returns the counters. */
  readonly counters: string;
  readonly coverage: FileCoverage;
}

/** A counter by its kind and number. */
type Counter = 's' | 'f' | 'b';

const hashPattern = /\bvar hash = "([\da-f]+)";/;
const dataPattern = /\bvar coverageData = (\{[^]*?\});\s*var coverage = /;
const countersPattern = /\bfunction (cov_\w+)\(\)/;

/**
 * Makes a module with probes count the same as without probes: counters of probes are removed, and all others
 * get the number that they have without probes. Istanbul has instrumented both.
 *
 * @param versions the inputs of Istanbul
 * @returns `undefined` if the two differ in more than probes
 */
export function joinInstrumented(code: string, plain: string, versions: AlignedCode): string | undefined {
  const [own, other] = [readInstrumentation(code), readInstrumentation(plain)];
  const numbers = own && other && numbersOf(own.coverage, other.coverage, versions);
  const counted = numbers && renumber(code, own.counters, numbers);
  return counted
    ?.replace(hashPattern, (text) => text.replace(own!.hash, () => other!.hash))
    .replace(dataPattern, (text) => text.replace(own!.data, () => other!.data));
}

function readInstrumentation(code: string): Instrumentation | undefined {
  const [, hash] = hashPattern.exec(code) ?? [];
  const [, data] = dataPattern.exec(code) ?? [];
  const [, counters] = countersPattern.exec(code) ?? [];
  if (hash === undefined || data === undefined || counters === undefined) return undefined;
  try {
    // The literal is part of the module.
    // eslint-disable-next-line @typescript-eslint/no-implied-eval
    const evaluate = new Function(`return (${data})`) as () => FileCoverage;
    return { hash, data, counters, coverage: evaluate() };
  } catch {
    return undefined;
  }
}

/** Maps the numbers with probes to those without probes. */
function numbersOf(
  coverage: FileCoverage,
  plain: FileCoverage,
  versions: AlignedCode,
): Readonly<Record<Counter, ReadonlyMap<number, number>>> | undefined {
  const named = {
    ...coverage,
    s: ownNumbers(coverage.s),
    f: ownNumbers(coverage.f),
    b: Object.fromEntries(Object.keys(coverage.b).map((key) => [key, [Number(key)]])),
  };
  const left = coverageWithoutProbes(named, versions);
  if (describedCode(left) !== describedCode(plain)) return undefined;
  const inverted = (numbers: Readonly<Record<string, number>>) =>
    new Map(Object.entries(numbers).map(([key, number]) => [number, Number(key)]));
  const branches = Object.fromEntries(Object.entries(left.b).map(([key, [number = 0]]) => [key, number]));
  return { s: inverted(left.s), f: inverted(left.f), b: inverted(branches) };
}

function ownNumbers(counts: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.keys(counts).map((key) => [key, Number(key)]));
}

function renumber(
  code: string,
  counters: string,
  numbers: Readonly<Record<Counter, ReadonlyMap<number, number>>>,
): string | undefined {
  const all = code.split(`${counters}().`).length - 1;
  let counted = 0;
  const pattern = new RegExp(String.raw`\b${counters}\(\)\.([sfb])\[(\d+)\]((?:\[\d+\])?\+\+)`, 'g');
  const renumbered = code.replace(pattern, (_, kind: Counter, number: string, rest: string) => {
    counted++;
    const own = numbers[kind].get(Number(number));
    return own === undefined ? '0' : `${counters}().${kind}[${own}]${rest}`;
  });
  return counted === all ? renumbered : undefined;
}
