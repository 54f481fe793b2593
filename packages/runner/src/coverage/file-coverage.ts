import { createHash } from 'node:crypto';
import { type CodeAlignment, probePattern } from '@nx-testmon/core';
import { LinePositions, type LinePosition } from './line-positions';

interface Location {
  readonly start: Partial<LinePosition>;
  readonly end: Partial<LinePosition>;
}
interface CoveredFunction {
  readonly name: string;
  readonly decl: Location;
  readonly loc: Location;
  readonly line?: number;
}
interface CoveredBranch {
  readonly loc: Location;
  readonly type: string;
  readonly locations: readonly Location[];
  readonly line?: number;
}
type IstanbulMap<Value> = Readonly<Record<string, Value>>;

/** Istanbul's description of a file, and its counters. */
export interface FileCoverage {
  readonly path: string;
  readonly statementMap: IstanbulMap<Location>;
  readonly fnMap: IstanbulMap<CoveredFunction>;
  readonly branchMap: IstanbulMap<CoveredBranch>;
  readonly s: IstanbulMap<number>;
  readonly f: IstanbulMap<number>;
  readonly b: IstanbulMap<readonly number[]>;
  readonly inputSourceMap?: unknown;
  readonly hash?: string;
  readonly _coverageSchema?: string;
}

/** A module in the form that Istanbul received, with and without probes. */
export interface AlignedCode {
  readonly code: string;
  readonly plain: string;
  readonly alignment: CodeAlignment;
}

/**
 * Converts the counts of a module with probes to those of the module without probes: leaves out the
 * statements, functions and branches of probes, and converts the positions of all others.
 *
 * @param inputSourceMap of the module without probes
 */
export function coverageWithoutProbes(
  coverage: FileCoverage,
  code: AlignedCode,
  inputSourceMap?: unknown,
): FileCoverage {
  const locate = locatorOf(code);
  const [statements, s] = keep(coverage.statementMap, coverage.s, locate);
  const [functions, f] = keep(coverage.fnMap, coverage.f, ({ name, decl, loc, line, ...one }) => {
    const located = probePattern.test(name) ? undefined : locate(loc);
    if (located === undefined) return undefined;
    return { name, decl: locate(decl) ?? decl, loc: located, ...lineOf(located, line), ...one };
  });
  const [branches, b] = keep(coverage.branchMap, coverage.b, ({ loc, type, locations, line, ...one }) => {
    const located = locate(loc);
    if (located === undefined) return undefined;
    const parts = locations.map((location) => locate(location) ?? location);
    return { loc: located, type, locations: parts, ...lineOf(located, line), ...one };
  });
  const { hash, ...rest } = {
    ...coverage,
    ...{ statementMap: statements, fnMap: functions, branchMap: branches, s, f, b },
    ...(inputSourceMap === undefined ? {} : { inputSourceMap }),
  };
  return hash === undefined ? rest : { ...rest, hash: hashOf(rest) };
}

/** Keeps the remaining entries, and renumbers them without gaps. */
function keep<Entry, Count>(
  entries: IstanbulMap<Entry>,
  counts: IstanbulMap<Count>,
  change: (entry: Entry) => Entry | undefined,
): [Record<string, Entry>, Record<string, Count>] {
  const kept: Record<string, Entry> = {};
  const keptCounts: Record<string, Count> = {};
  let left = 0;
  for (const [key, entry] of Object.entries(entries)) {
    const changed = change(entry);
    if (changed === undefined) left++;
    else [kept[Number(key) - left], keptCounts[Number(key) - left]] = [changed, counts[key]!];
  }
  return [kept, keptCounts];
}

/** Converts a location to the module without probes; `undefined` for the location of a probe. */
function locatorOf({ code, plain, alignment }: AlignedCode): (location: Location) => Location | undefined {
  const [lines, plainLines] = [new LinePositions(code), new LinePositions(plain)];
  return ({ start, end }) => {
    if (!isPosition(start) || !isPosition(end)) return { start, end };
    const from = alignment.startOf(lines.offsetOf(start));
    const to = alignment.endOf(lines.offsetOf(end));
    return from < to ? { start: plainLines.positionAt(from), end: plainLines.positionAt(to) } : undefined;
  };
}

/** Istanbul gives no position to the `else` branch of an `if` without `else`. */
function isPosition(position: Partial<LinePosition>): position is LinePosition {
  return position.line !== undefined && position.column !== undefined;
}

function lineOf({ start }: Location, line: number | undefined): { line?: number } {
  return line === undefined || start.line === undefined ? {} : { line: start.line };
}

/** The part of a coverage that describes the code, as a text. */
export function describedCode({ path, statementMap, fnMap, branchMap }: FileCoverage): string {
  return JSON.stringify([path, statementMap, fnMap, branchMap]);
}

/** The hash that Istanbul computes before it counts anything. */
function hashOf({ _coverageSchema: schema, ...coverage }: FileCoverage): string {
  const none = (counts: IstanbulMap<number>) =>
    Object.fromEntries(Object.keys(counts).map((key) => [key, 0]));
  const { s, f, b, ...rest } = coverage;
  const empty = Object.fromEntries(Object.entries(b).map(([key, counts]) => [key, counts.map(() => 0)]));
  const { path, statementMap, fnMap, branchMap, ...others } = rest;
  const ordered = {
    ...{ path, statementMap, fnMap, branchMap, s: none(s), f: none(f), b: empty },
    ...others,
    _coverageSchema: schema,
  };
  return createHash('sha1').update(JSON.stringify(ordered)).digest('hex');
}
