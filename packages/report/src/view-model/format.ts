/** A duration for a table: `4m 10s`, `3.2 s`, `40 ms`. */
export function formatDuration(ms: number): string {
  if (ms < 999.5) return `${Math.round(ms)} ms`;
  if (ms < 59_950) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}m ${seconds % 60}s`;
  return `${Math.floor(minutes / 60)}h ${minutes % 60}m`;
}

/** `1 test file`, `1,204 test files`. */
export function formatCount(value: number, noun: string, plural = `${noun}s`): string {
  return `${formatNumber(value)} ${value === 1 ? noun : plural}`;
}

const numbers = new Intl.NumberFormat('en');

export function formatNumber(value: number): string {
  return numbers.format(value);
}

/** A duration at an axis, as a round number: `500 ms`, `20 s`, `1m 30s`, `2h`. */
export function formatTick(ms: number): string {
  if (ms === 0) return '0';
  if (ms < 1000) return `${ms} ms`;
  if (ms < 60_000) return `${ms / 1000} s`;
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 60) return [`${minutes}m`, restOf((ms % 60_000) / 1000, 's')].join('');
  return [`${Math.floor(minutes / 60)}h`, restOf(minutes % 60, 'm')].join('');
}

function restOf(value: number, unit: string): string {
  return value === 0 ? '' : ` ${value}${unit}`;
}

/** `87%`; never 100 % or 0 % if the share is not exactly that. */
export function formatShare(part: number, whole: number): string {
  if (whole === 0) return '–';
  const share = (100 * part) / whole;
  if (part > 0 && share < 1) return '<1%';
  if (part < whole && share > 99) return '>99%';
  return `${Math.round(share)}%`;
}

/** A path as its folder, with the slash at the end, and its name. */
export function splitPath(path: string): readonly [folder: string, name: string] {
  const at = path.lastIndexOf('/') + 1;
  return [path.slice(0, at), path.slice(at)];
}
