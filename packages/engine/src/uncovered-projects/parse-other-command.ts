import { splitScript } from '@nx-testmon/runner';
import { type OtherTestRunner, otherTestRunners } from './other-test-runners';

/** The first of the other test runners that a command runs. */
export function findOtherRunner(command: string): OtherTestRunner | undefined {
  const { commands } = splitScript(command);
  return otherTestRunners.find((runner) => commands.some((words) => runs(runner, words)));
}

function runs({ word, subcommand }: OtherTestRunner, words: readonly string[]): boolean {
  const at = word === undefined ? -1 : words.findIndex((one) => word.test(programOf(one)));
  if (at < 0 || words.slice(0, at).some((one) => installs.test(one))) return false;
  const next = words.slice(at + 1).find((one) => !one.startsWith('-')) ?? '';
  return subcommand === undefined ? !otherUses.test(words[at + 1] ?? '') : subcommand.test(next);
}

const installs = /^(add|i|install|remove|uninstall|why|echo)$/;
const otherUses = /^(--version|-v|--help|-h|init)$/;

function programOf(word: string): string {
  return word.replace(/^.*[\\/]/, '').replace(/\.([cm]?js|cmd)$/, '');
}

/**
 * Whether a command with the usual name of a test command does not run tests itself: it prints something,
 * exits, or starts scripts or tasks that are examined separately.
 */
export function runsNoOwnTests(command: string): boolean {
  return splitScript(command).commands.every((words) => {
    const [program = '', next = ''] = words.filter((word) => !prefix.test(word));
    if (idle.test(program) || taskRunners.test(programOf(program))) return true;
    return packageManagers.test(program) && !executes.test(next);
  });
}

/**
 * Words that may precede a program: variables, programs that set them, and programs that find the program.
 */
const prefix = /^([A-Za-z_]\w*=.*|cross-env|npx|-.*)$/s;
const idle = /^(echo|exit|true|:|\d+)$/;
const taskRunners = /^(testmon|nx|turbo|lerna|rush|wireit|run-s|run-p|npm-run-all2?)$/;
const packageManagers = /^(npm|pnpm|yarn|bun)$/;
const executes = /^(exec|x|dlx)$/;
