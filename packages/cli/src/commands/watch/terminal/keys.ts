import type { WatchCommand } from '../watch-event';

/** The meaning of a key. */
export type KeyMeaning =
  | { readonly kind: 'command'; readonly command: WatchCommand }
  | { readonly kind: 'filter' }
  | { readonly kind: 'help' }
  | { readonly kind: 'stop' };

/** A key as `node:readline` reports it. */
export interface PressedKey {
  readonly name?: string | undefined;
  readonly ctrl?: boolean | undefined;
}

const help: readonly { readonly key: string; readonly what: string }[] = [
  { key: 'a', what: 'run all test files' },
  { key: 'f', what: 'run the test files that failed' },
  { key: 'Enter', what: 'run the test files of the last round again' },
  { key: 'p', what: 'filter by a part of the path' },
  { key: 'h', what: 'show this help' },
  { key: 'q', what: 'quit' },
];

/** @returns `undefined` for a key without a meaning */
export function meaningOf({ name, ctrl = false }: PressedKey): KeyMeaning | undefined {
  if (ctrl) return name === 'c' || name === 'd' ? { kind: 'stop' } : undefined;
  switch (name) {
    case 'a':
      return { kind: 'command', command: 'all' };
    case 'f':
      return { kind: 'command', command: 'failed' };
    case 'return':
    case 'enter':
    case 'r':
      return { kind: 'command', command: 'again' };
    case 'p':
      return { kind: 'filter' };
    case 'h':
      return { kind: 'help' };
    case 'q':
      return { kind: 'stop' };
    default:
      return undefined;
  }
}

/** One line for each key. */
export function keyHelp(): string[] {
  return help.map(({ key, what }) => `  press ${key} to ${what}`);
}
