/**
 * Folders of the kernel, such as `/proc`, and of software that is installed on the machine. Test runners and packages
 * look there, for example for the C library. Facts with these paths would not match on other machines.
 */
const systemFolders = [
  ...['/proc', '/sys', '/dev', '/run', '/var/run', '/etc/resolv.conf', '/etc/mtab'],
  ...['/usr', '/bin', '/sbin', '/lib', '/lib64', '/nix', '/System', '/Library', '/opt/homebrew'],
];

/** Larger files outside the workspace count by size and date. */
const largestFile = 16 * 1024 * 1024;

const outsidePath = /^(?:\.\.\/)+(?!\.\.?(?:\/|$))[^\0\\]+$|^\.\.(?:\/\.\.)*$/;

/** Whether a path relative to the workspace leads out of it, in its shortest form. */
export function isOutsidePath(path: string): boolean {
  return outsidePath.test(path) && !/\/\.\.?(?:\/|$)/.test(path.replace(/^(?:\.\.(?:\/|$))+/, ''));
}

/**
 * Whether a path relative to the workspace stays in it on any system: it is relative, never leads out, and contains
 * no character that ends a path early. Any other character may be part of a name. Characters that a terminal
 * interprets are escaped when names are printed.
 */
export function isInsidePath(path: string): boolean {
  if (/^[\\/]|^[A-Za-z]:|\0/.test(path)) return false;
  return !path.split(/[\\/]/).includes('..');
}

/** Whether an absolute path is in a system folder. Reads there don't count. */
export function isOfSystem(absolute: string): boolean {
  return systemFolders.some((folder) => absolute === folder || absolute.startsWith(`${folder}/`));
}

/** The state of a file outside the workspace that is too large to read; `undefined` for any other file. */
export function stateOfLargeFile(size: number, modifiedMs: number): string | undefined {
  return size > largestFile ? `large-${size}-${Math.floor(modifiedMs)}` : undefined;
}
