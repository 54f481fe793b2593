import { type NodeCommandLine, nodeOptionValue } from './node-command-line';

/** The default names of test files, which Node does not export. */
const names = '{test,test/**/*,test-*,*[._-]test}';

/** The patterns of test files, relative to the project: those of the command, otherwise Node's defaults. */
export function testPatterns(command: NodeCommandLine): readonly string[] {
  if (command.patterns.length > 0) return command.patterns;
  const extensions = ['js', 'cjs', 'mjs', ...(stripsTypes(command) ? ['ts', 'cts', 'mts'] : [])];
  return [`**/${names}.{${extensions.join(',')}}`];
}

/** Whether this Node runs TypeScript with the options of the command. */
function stripsTypes(command: NodeCommandLine): boolean {
  if (nodeOptionValue(command, 'no-experimental-strip-types', 'no-strip-types')) return false;
  if (nodeOptionValue(command, 'experimental-strip-types', 'experimental-transform-types')) return true;
  return Boolean((process.features as { typescript?: unknown }).typescript);
}
