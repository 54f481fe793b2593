import { marksName, probeName } from '@nx-testmon/core';

/** The number in the call of the probe at the start of a module. */
export const moduleProbe = -1;
/** The number in the calls of functions without a block. An array of bytes ignores it. */
export const textProbe = -2;

/**
 * The declarations in the last line of a module with probes. The marks have one byte for each probe, and one for a
 * read of the module's text. If the realm is not prepared, the first module prepares it, without adding an enumerable
 * name.
 */
export function probeFunction(id: string, count: number): string {
  const name = probeName(id);
  const key = JSON.stringify(id);
  const define = `globalThis.Object.defineProperty(globalThis,"${marksName}",{value:new Map(),configurable:true})`;
  const all = `(globalThis.${marksName}??${define}.${marksName})`;
  const make = `${all}.set(${key},new Uint8Array(${count + 1})).get(${key})`;
  return `function ${name}(i){(${name}.seen??=${all}.get(${key})??${make})[i]=1}\n`;
}

/** The end of a module with probes. */
export function probeEnd(id: string, count: number): string {
  return `\n;${probeFunction(id, count)}`;
}
