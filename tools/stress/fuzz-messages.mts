/** The parsers that are fuzzed. */
export const fuzzTargets = ['record', 'options', 'lockfile', 'module'] as const;

export type FuzzTargetName = (typeof fuzzTargets)[number];

/** Which inputs a worker tries. */
export interface FuzzRange {
  readonly name: FuzzTargetName;
  readonly seed: number;
  readonly from: number;
  /** Excluded. */
  readonly to: number;
}

/** The message of a worker before and after each turn, so that a hanging one is known. */
export type FuzzMessage =
  | { readonly kind: 'trying'; readonly turn: number }
  | {
      readonly kind: 'tried';
      readonly turn: number;
      readonly ms: number;
      readonly refused: boolean;
      readonly problem?: string;
    };
