/**
 * Says what to do where this Node is too old for us. Faces ask before they load anything else: on Node 20 the
 * database module installs with a warning and then ends the process with a segmentation fault.
 *
 * @param version as in `process.versions.node`
 * @returns `undefined` when the version will do
 */
export function describeUnsupportedNode(version: string): string | undefined {
  const [, major = '0', minor = '0'] = /^v?(\d+)\.(\d+)\./.exec(version) ?? [];
  if (Number(major) > 22 || (Number(major) === 22 && Number(minor) >= 12)) return undefined;
  return `nx-testmon needs Node 22.12 or later, and this is Node ${version || '(unknown)'}. Install a newer Node and run it again.`;
}
