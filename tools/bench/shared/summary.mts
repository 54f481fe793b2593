import { median } from '../../shared/statistics.mts';

/** A summary of repeated measurements. */
export interface Summary {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

export const summarise = (numbers: readonly number[]): Summary => ({
  median: median(numbers),
  min: Math.min(...numbers),
  max: Math.max(...numbers),
});

/** `1.08 (1.05 to 1.12)` */
export const renderSummary = ({ median, min, max }: Summary, digits = 2): string =>
  `${median.toFixed(digits)} (${min.toFixed(digits)} to ${max.toFixed(digits)})`;
