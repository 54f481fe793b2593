import { joinWords, type TableOf } from './problem-text';

/** An option or a variable that is unknown, invalid or missing. */
export type OptionProblem =
  | { readonly kind: 'unknown-option'; readonly option: string; readonly meant: string }
  | { readonly kind: 'unknown-variable'; readonly variable: string; readonly meant: string }
  | {
      readonly kind: 'invalid-option';
      /** As it was written: `--collect`, or the variable that sets it. */
      readonly name: string;
      /** The rule, such as `must be true or false`. */
      readonly rule: string;
    }
  | { readonly kind: 'contradicting-options'; readonly option: 'verify' | 'forceselect' | 'audit' }
  | { readonly kind: 'glob-outside-workspace'; readonly glob: string }
  | { readonly kind: 'plan-or-shard-missing'; readonly missing: 'plan' | 'planShard' }
  | PlanProblem
  | { readonly kind: 'invalid-plugin-options'; readonly rules: readonly string[] };

/** Why a plan of `testmon plan` can't be followed. */
export type PlanProblem =
  | { readonly kind: 'plan-unreadable'; readonly file: string; readonly reason: string }
  | {
      readonly kind: 'unknown-shard';
      readonly file: string;
      readonly shard: string;
      /** Some of the plan's shards. */
      readonly known: readonly string[];
    }
  | { readonly kind: 'shard-without-plan-id'; readonly shard: string };

/** A command line that the parser rejects. Flags include their dashes. */
export type UsageProblem =
  | {
      readonly kind: 'unknown-command';
      readonly name: string;
      /** Similar names of commands. */
      readonly meant?: string | undefined;
    }
  | (CommandContext & {
      readonly kind: 'unknown-flag';
      readonly flag: string;
      readonly meant?: string | undefined;
    })
  | (CommandContext & {
      readonly kind: 'flag-with-value';
      readonly flag: string;
      /** The flag that has the same effect as the value. */
      readonly meant?: string | undefined;
    })
  | (CommandContext & { readonly kind: 'flag-without-value'; readonly flag: string })
  | (CommandContext & { readonly kind: 'missing-flag'; readonly flag: string })
  | (CommandContext & { readonly kind: 'missing-argument'; readonly argument: string })
  | (CommandContext & { readonly kind: 'excess-arguments' })
  | (CommandContext & { readonly kind: 'conflicting-flags'; readonly flag: string; readonly other: string })
  | {
      readonly kind: 'invalid-flag-value';
      readonly flag: string;
      readonly value: string;
      /** The possible values, or a description of them, such as `a number greater than 0`. */
      readonly allowed: readonly string[];
    };

interface CommandContext {
  /** The command of `testmon`; absent if the command line names none. */
  readonly command?: string | undefined;
}

export const optionTexts = {
  'unknown-option': {
    title: ({ option }) => `Unknown option --${option}`,
    explanation: '',
    next: ({ meant }) => `Did you mean --${meant}?`,
  },
  'unknown-variable': {
    title: ({ variable }) => `Unknown environment variable ${variable}`,
    explanation: '',
    next: ({ meant }) => `Did you mean ${meant}? Rename it or unset it.`,
  },
  'invalid-option': {
    title: ({ name, rule }) => `${name} ${rule}`,
    explanation: '',
    next: 'See the options table in the README of nx-testmon.',
  },
  'contradicting-options': {
    title: ({ option }) => `--${option} and --noselect contradict each other`,
    explanation: ({ option }) =>
      option === 'verify' ? '--verify runs every test file too, and checks the selection.' : '',
    next: 'Remove one of them.',
  },
  'glob-outside-workspace': {
    title: ({ glob }) => `dependsOnFiles: ${glob} points outside the workspace`,
    explanation: '',
    next: 'Write globs relative to the workspace root, such as {projectRoot}/fixtures/**.',
  },
  'plan-or-shard-missing': {
    title: ({ missing }) => `The option ${missing} is missing: plan and planShard must be set together`,
    explanation: '',
    next: ({ missing }) =>
      missing === 'plan'
        ? 'Set it to the file written by `testmon plan`, or remove planShard.'
        : 'Set it to a shard of the plan, or remove plan.',
  },
  'plan-unreadable': {
    title: ({ file, reason }) => `Invalid plan ${file}: ${reason}`,
    explanation: '',
    next: 'Write the plan with `testmon plan --out`, and copy it to each machine unchanged.',
  },
  'unknown-shard': {
    title: ({ file, shard }) => `The plan ${file} has no shard ${shard}`,
    explanation: '',
    next: ({ known }) => `Use one of its shards, such as ${known.join(', ')}.`,
  },
  'shard-without-plan-id': {
    title: ({ shard }) => `Shard ${shard} does not include the plan ID`,
    explanation: "Nx's cache could restore the result of a shard of another plan.",
    next: 'Use the name from `testmon plan --json`, such as 2-of-4-1a2b3c4d.',
  },
  'invalid-plugin-options': {
    title: ({ rules }) => `Invalid options for the nx-testmon plugin in nx.json: ${rules.join('; ')}`,
    explanation: '',
    next: 'Fix them in nx.json.',
  },
  'unknown-command': {
    title: ({ name }) => `Unknown command ${name}`,
    explanation: '',
    next: ({ meant }) => (meant === undefined ? helpNext(undefined) : `Did you mean ${meant}?`),
  },
  'unknown-flag': {
    title: ({ flag }) => `Unknown option ${flag}`,
    explanation: '',
    next: ({ meant, command }) => (meant === undefined ? helpNext(command) : `Did you mean ${meant}?`),
  },
  'flag-with-value': {
    title: ({ flag }) => `The option ${flag} takes no value`,
    explanation: '',
    next: ({ meant, command }) => (meant === undefined ? helpNext(command) : `Use ${meant}.`),
  },
  'flag-without-value': {
    title: ({ flag }) => `The option ${flag} needs a value`,
    explanation: '',
    next: ({ command }) => helpNext(command),
  },
  'missing-flag': {
    title: ({ flag }) => `The option ${flag} is missing`,
    explanation: '',
    next: ({ command }) => helpNext(command),
  },
  'missing-argument': {
    title: ({ argument }) => `The argument <${argument}> is missing`,
    explanation: '',
    next: ({ command }) => helpNext(command),
  },
  'excess-arguments': {
    title: ({ command }) =>
      `Too many arguments for ${command === undefined ? 'testmon' : `testmon ${command}`}`,
    explanation: '',
    next: ({ command }) => helpNext(command),
  },
  'conflicting-flags': {
    title: ({ flag, other }) => `The options ${flag} and ${other} can't be used together`,
    explanation: '',
    next: ({ command }) => helpNext(command),
  },
  'invalid-flag-value': {
    title: ({ flag, value }) => `Invalid value ${value} for ${flag}`,
    explanation: '',
    next: ({ allowed }) => `Use ${joinWords(allowed, 'or')}.`,
  },
} satisfies TableOf<OptionProblem | UsageProblem>;

function helpNext(command: string | undefined): string {
  if (command === undefined) return 'See `testmon --help`.';
  const help = `See \`testmon ${command} --help\`.`;
  return command === 'run' || command === 'watch' || command === 'exec'
    ? `Put ${command === 'exec' ? 'the command to run' : 'test runner arguments'} after --. ${help}`
    : help;
}
