export const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);

/** NaN for an empty list, like the median. */
export const mean = (numbers: readonly number[]): number => sum(numbers) / numbers.length;

export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((one, other) => one - other);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2;
}
