import { type AuditProblem, auditTexts } from './audit-problems';
import { type CommandProblem, commandTexts } from './command-problems';
import { type OptionProblem, optionTexts, type UsageProblem } from './option-problems';
import type { TableOf } from './problem-text';
import { type OutputProblem, type RecordProblem, recordTexts } from './record-problems';
import { type RunnerProblem, runnerTexts } from './runner-problems';
import { type SeedProblem, seedTexts } from './seed-problems';
import { type SetupProblem, setupTexts } from './setup-problems';
import { type SourceProblem, sourceTexts } from './source-problems';
import { type StoreContentProblem, type StoreProblem, storeTexts } from './store-problems';
import { type UncoveredProblem, uncoveredTexts } from './uncovered-problems';
import { type WorkspaceProblem, workspaceTexts } from './workspace-problems';

/**
 * An expected failure as data: what happened and where. {@link problemTable} has the text of each kind. A bug is not
 * a problem: it throws.
 */
export type Problem =
  | OptionProblem
  | UsageProblem
  | WorkspaceProblem
  | CommandProblem
  | SeedProblem
  | SetupProblem
  | SourceProblem
  | RunnerProblem
  | StoreProblem
  | StoreContentProblem
  | RecordProblem
  | OutputProblem
  | UncoveredProblem
  | AuditProblem;

export type ProblemKind = Problem['kind'];
export type ProblemOf<Kind extends ProblemKind> = Extract<Problem, { readonly kind: Kind }>;

/** A failed result with its problem. */
export interface Failure<OneProblem extends Problem = Problem> {
  readonly ok: false;
  readonly problem: OneProblem;
}

export function failed<const OneProblem extends Problem>(problem: OneProblem): Failure<OneProblem> {
  return { ok: false, problem };
}

export const problemTable: TableOf<Problem> = {
  ...optionTexts,
  ...workspaceTexts,
  ...commandTexts,
  ...seedTexts,
  ...setupTexts,
  ...sourceTexts,
  ...runnerTexts,
  ...storeTexts,
  ...recordTexts,
  ...uncoveredTexts,
  ...auditTexts,
};
