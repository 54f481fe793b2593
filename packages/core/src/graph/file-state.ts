/** Whether the owner may execute a file, which is all that git keeps of its mode. @param mode of `fs.Stats` */
export function isExecutableMode(mode: number | bigint): boolean {
  return (Number(mode) & 0o100) !== 0;
}

/** Whether a state is that of a file as it was read: a transformer receives the text without the bit. */
export function isStateAsRead(state: string, read: string): boolean {
  return state === read || state === describeFileState(read, true);
}

/** The state of a file that a test can see: its content, and whether it can be executed. */
export function describeFileState(contentHash: string, isExecutable: boolean): string {
  return isExecutable ? `${contentHash} executable` : contentHash;
}
