import { writeFileSync } from 'node:fs';
import { fromHere } from './from-here.mts';

/** @param file as the user named it */
export function writeJson(file: string, value: unknown): void {
  writeFileSync(fromHere(file), `${JSON.stringify(value, undefined, 2)}\n`);
}
