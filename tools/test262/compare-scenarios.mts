import { relative } from 'node:path';
import { findTestFiles, type TestFilesQuery } from './find-test-files.mts';
import { type ComparedScenario, type LostTestFile, runTestFiles } from './run-test-files.mts';
import type { ScenarioResult } from './run-scenario.mts';
import type { ScenarioMode } from './scenario.mts';

/** The numbers of the scenarios in one mode. */
export interface ModeNumbers {
  readonly scenarios: number;
  /** Scenarios that pass without probes. The others need features that this version of Node does not have. */
  readonly passed: number;
  /** Scenarios with at least one probe. */
  readonly withProbes: number;
  readonly differences: number;
}

/** A scenario that behaves differently with probes. */
export interface Difference {
  /** Relative to the checkout, like all paths in the report. */
  readonly file: string;
  readonly mode: ScenarioMode;
  /** The results without probes and with them. */
  readonly plain: string;
  readonly probed: string;
}

export interface Test262Report {
  readonly files: number;
  readonly numbers: Readonly<Partial<Record<ScenarioMode, ModeNumbers>>>;
  readonly differences: readonly Difference[];
  /** Test files without a result for each scenario. */
  readonly lost: readonly LostTestFile[];
}

export interface CompareInput extends TestFilesQuery {
  readonly processes: number;
  readonly onDifference: (difference: Difference) => void;
  readonly onTestFile: (done: number, all: number) => void;
}

/** Runs the test files of a checkout without probes and with them, and compares the results. */
export async function compareScenarios(input: CompareInput): Promise<Test262Report> {
  const { checkout, processes, onDifference, onTestFile } = input;
  const files = findTestFiles(input);
  const numbers: Partial<Record<ScenarioMode, ModeNumbers>> = {};
  const differences: Difference[] = [];
  const lost: LostTestFile[] = [];
  let done = 0;
  await runTestFiles({
    root: checkout,
    files,
    processes,
    onScenario(compared) {
      numbers[compared.mode] = withScenario(numbers[compared.mode], compared);
      if (!isDifferent(compared)) return;
      const difference = differenceOf(compared, checkout);
      differences.push(difference);
      onDifference(difference);
    },
    onLost: ({ file, reason }) => lost.push({ file: relative(checkout, file), reason }),
    onTestFile: () => onTestFile(++done, files.length),
  });
  return { files: files.length, numbers, differences, lost };
}

const none: ModeNumbers = { scenarios: 0, passed: 0, withProbes: 0, differences: 0 };

function withScenario(numbers = none, compared: ComparedScenario): ModeNumbers {
  const { plain, probed } = compared;
  return {
    scenarios: numbers.scenarios + 1,
    passed: numbers.passed + Number(plain.passed),
    withProbes: numbers.withProbes + Number(probed.probes > 0),
    differences: numbers.differences + Number(isDifferent(compared)),
  };
}

function isDifferent({ plain, probed }: ComparedScenario): boolean {
  return plain.passed !== probed.passed || plain.printed.join('\n') !== probed.printed.join('\n');
}

function differenceOf({ file, mode, plain, probed }: ComparedScenario, root: string): Difference {
  return { file: relative(root, file), mode, plain: describe(plain), probed: describe(probed) };
}

function describe({ passed, reason, printed }: ScenarioResult): string {
  return [passed ? 'passes' : `fails: ${reason}`, ...printed].join('\n      ');
}
