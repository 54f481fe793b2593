import { writeFileSync } from 'node:fs';
import { resolveFromCaller } from './resolve-from-caller.mts';

/** @param file path as the user wrote it */
export function writeJson(file: string, value: unknown): void {
  writeFileSync(resolveFromCaller(file), `${JSON.stringify(value, undefined, 2)}\n`);
}
