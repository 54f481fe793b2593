import { chooseRandom, seededRandom } from '../shared/random.mts';
import { edits } from './edits.mts';
import type { Program } from './program.mts';
import { type Outcomes, ProgramWorkspace } from './program-workspace.mts';
import { writeProgram } from './write-program.mts';

/** The result of one edit of a program. */
export interface CheckedEdit {
  readonly program: number;
  readonly kind: string;
  /** Number of test files of the program that passed before the edit. The others run anyway. */
  readonly passed: number;
  /** Number of these test files that are selected. */
  readonly selected: number;
  /** Test files whose outcomes have changed. */
  readonly changed: readonly string[];
  /** The changed test files that are not selected. */
  readonly missed: readonly string[];
  /** The files before and after the edit, if a test file is missed. */
  readonly before?: Readonly<Record<string, string>>;
  readonly after?: Readonly<Record<string, string>>;
}

export interface BatchInput {
  readonly seed: number;
  /** Numbers of the programs. */
  readonly programs: readonly number[];
  /** Number of edits in each program, one after the other. */
  readonly rounds: number;
}

/**
 * Collects the tests of some random programs in one workspace, edits each program, and compares the selection
 * with runs of all tests without nx-testmon, before and after the edit.
 */
export async function checkPrograms(input: BatchInput): Promise<readonly CheckedEdit[]> {
  const workspace = new ProgramWorkspace();
  try {
    return await checkIn(workspace, input);
  } finally {
    workspace.remove();
  }
}

async function checkIn(
  workspace: ProgramWorkspace,
  { seed, programs, rounds }: BatchInput,
): Promise<readonly CheckedEdit[]> {
  const random = seededRandom(seed * 1_000_003 + programs[0]!);
  let current = new Map(
    programs.map((number) => [number, writeProgram(number, seededRandom(seed * 1_000_003 + number))]),
  );
  for (const [number, program] of current) workspace.writeProgram(number, program);
  let outcomes = await workspace.runPlainly();
  const checked: CheckedEdit[] = [];
  for (let round = 0; round < rounds; round++) {
    await workspace.collect();
    const edited = new Map([...current].map(([number, program]) => [number, editProgram(program, random)]));
    for (const [number, { program }] of edited) workspace.writeProgram(number, program);
    const { selected } = await workspace.select();
    const after = await workspace.runPlainly();
    for (const [number, { kind, program }] of edited) {
      const compared = compare(number, outcomes, after, selected);
      const files = compared.missed.length === 0 ? {} : filesOf(current.get(number)!, program);
      checked.push({ program: number, kind, ...compared, ...files });
    }
    outcomes = after;
    current = new Map([...edited].map(([number, { program }]) => [number, program]));
  }
  return checked;
}

interface ProgramEdit {
  readonly kind: string;
  readonly program: Program;
}

function editProgram(program: Program, random: () => number): ProgramEdit {
  const kinds = Object.keys(edits);
  for (;;) {
    const kind = chooseRandom(kinds, random);
    const edited = edits[kind]?.(program, random);
    if (edited !== undefined) return { kind, program: edited };
  }
}

function compare(number: number, before: Outcomes, after: Outcomes, selected: ReadonlySet<string>) {
  const files = [...after.keys()].filter((path) => path.includes(`/program-${number}/`));
  const passed = files.filter((path) => before.get(path)?.startsWith('passed') === true);
  const changed = files.filter((path) => before.get(path) !== after.get(path));
  return {
    passed: passed.length,
    selected: passed.filter((path) => selected.has(path)).length,
    changed,
    missed: changed.filter((path) => !selected.has(path)),
  };
}

/** All files of a program before an edit, and the changed files after it. */
function filesOf(before: Program, after: Program): Pick<CheckedEdit, 'before' | 'after'> {
  const changed = [...after.files].filter(([path, text]) => before.files.get(path) !== text);
  return { before: Object.fromEntries(before.files), after: Object.fromEntries(changed) };
}
