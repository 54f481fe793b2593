/** Name of the function that probes call. */
export const probe = '__nxTestmonProbe';

/** What the last line of a module with probes declares. */
export function probeFunction(id: string, count: number): string {
  const key = JSON.stringify(id);
  const all = '(globalThis.__nxTestmonSeen??=new Map())';
  const make = `${all}.set(${key},new Uint8Array(${count})).get(${key})`;
  return `function ${probe}(i){(${probe}.seen??=${all}.get(${key})??${make})[i]=1}\n`;
}

/** The end of a module with probes. */
export function probeEnd(id: string, count: number): string {
  return `\n;${probeFunction(id, count)}`;
}
