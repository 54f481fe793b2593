/** The parsers that are fuzzed. */
export const fuzzTargets = ['record', 'options', 'lockfile', 'module'] as const;

export type FuzzTargetName = (typeof fuzzTargets)[number];

/** The inputs that a worker tries. */
export interface FuzzRange {
  readonly name: FuzzTargetName;
  readonly seed: number;
  readonly from: number;
  /** Exclusive. */
  readonly to: number;
}

/** The message of a worker before and after each turn. It shows which turn hangs. */
export type FuzzMessage =
  | { readonly kind: 'trying'; readonly turn: number }
  | {
      readonly kind: 'tried';
      readonly turn: number;
      readonly ms: number;
      readonly refused: boolean;
      readonly problem?: string;
    };
