import type { UsageProblem } from '@nx-testmon/core';
import type { Command, CommanderError } from 'commander';

/**
 * Converts an error of the command line parser to a problem. The error has a code; the values are only in its
 * message.
 *
 * @param command the command that the command line names
 * @returns `undefined` for a code that no command of this program can cause
 */
export function toUsageProblem(
  { code, message }: CommanderError,
  command: Command | undefined,
): UsageProblem | undefined {
  const name = command?.name();
  const quoted = (pattern: RegExp) => pattern.exec(message)?.slice(1) ?? [];
  switch (code) {
    case 'commander.unknownCommand': {
      const [given = '', meant] = quoted(withSuggestion);
      return { kind: 'unknown-command', name: given, meant };
    }
    case 'commander.unknownOption': {
      const [flag = '', meant] = quoted(withSuggestion);
      return findFlagWithValue(flag, command) ?? { kind: 'unknown-flag', flag, meant, command: name };
    }
    case 'commander.optionMissingArgument':
      return { kind: 'flag-without-value', flag: withoutValueName(quoted(/'(.*)'/s)[0]), command: name };
    case 'commander.missingMandatoryOptionValue':
      return { kind: 'missing-flag', flag: withoutValueName(quoted(/'(.*)'/s)[0]), command: name };
    case 'commander.missingArgument':
      return { kind: 'missing-argument', argument: quoted(/'(.*)'/s)[0] ?? '', command: name };
    case 'commander.conflictingOption': {
      const [flag = '', other = ''] = quoted(/'(.*?)' cannot be used with option '(.*)'/s);
      return {
        kind: 'conflicting-flags',
        flag: withoutValueName(flag),
        other: withoutValueName(other),
        command: name,
      };
    }
    case 'commander.excessArguments':
      return { kind: 'excess-arguments', command: name };
    case 'commander.invalidArgument': {
      const [flag = '', value = '', allowed = ''] = quoted(
        /option '(.*?)' argument '(.*)' is invalid\. Allowed choices are (.*)\.$/s,
      );
      return {
        kind: 'invalid-flag-value',
        flag: withoutValueName(flag),
        value,
        allowed: allowed.split(', '),
      };
    }
    default:
      return undefined;
  }
}

/** Returns `--environment` for `--environment <text>`. */
function withoutValueName(flag = ''): string {
  return flag.replace(/ [<[].*$/s, '');
}

const withSuggestion = /'(.*)'(?:\n\(Did you mean (?:one of )?(.*)\?\))?$/s;

/** The parser treats `--probes=false` as an unknown option, because `--probes` takes no value. */
function findFlagWithValue(given: string, command: Command | undefined): UsageProblem | undefined {
  const at = given.indexOf('=');
  if (at < 0) return undefined;
  const [flag, value] = [given.slice(0, at), given.slice(at + 1)];
  const has = (long: string) => command?.options.some((option) => option.long === long) ?? false;
  if (!has(flag)) return undefined;
  const off = `--no-${flag.slice(2)}`;
  const meant = value === 'true' ? flag : value === 'false' && has(off) ? off : undefined;
  return { kind: 'flag-with-value', flag, meant, command: command?.name() };
}
