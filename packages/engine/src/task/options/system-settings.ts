import { type EnvironmentVariables, formatWorkspaceText } from '@nx-testmon/core';

/** The settings of a process that a test observes without reading a variable. */
export interface SystemSettings {
  /** Name of the time zone, such as `Europe/Berlin`. */
  readonly timeZone: string;
  /** Language tag, such as `de-DE`. */
  readonly locale: string;
  /** Absolute path of the workspace. */
  readonly workspaceRoot: string;
}

/**
 * Reads the settings of the machine.
 *
 * @param workspaceRoot absolute path
 */
export function readSystemSettings(workspaceRoot: string): SystemSettings {
  const { timeZone, locale } = Intl.DateTimeFormat().resolvedOptions();
  return { timeZone, locale, workspaceRoot };
}

/**
 * Describes the settings that tests observe without reading a variable: `Date` and `Intl` use the system's
 * time zone and locale, Node reads `NODE_OPTIONS`, and most packages read `NODE_ENV`. Effective settings are
 * used instead of the variables `TZ`, `LANG` and `LC_*`, so that machines with different variables but the
 * same settings share facts.
 */
export function describeSystemSettings(env: EnvironmentVariables, system: SystemSettings): string[] {
  return [
    `zone ${timeZoneOf(env, system)}`,
    `locale ${localeOf(env, system)}`,
    `mode ${env['NODE_ENV'] ?? '<unset>'}`,
    `options ${nodeOptionsOf(env, system)}`,
  ];
}

function timeZoneOf({ TZ: zone }: EnvironmentVariables, system: SystemSettings): string {
  if (zone === undefined) return system.timeZone;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone;
  } catch {
    // The zone is in a form that only the system understands, such as `EST5EDT,M3.2.0`.
    return zone;
  }
}

/** The locale as ICU determines it: the first variable that is set, without encoding and variant. */
function localeOf(env: EnvironmentVariables, system: SystemSettings): string {
  const named = [env['LC_ALL'], env['LC_MESSAGES'], env['LANG']].find((value) => value !== undefined);
  if (named === undefined) return system.locale;
  const tag = named.replace(/[.@].*/, '').replace('_', '-');
  return tag === 'C' || tag === 'POSIX' ? 'en-US' : tag;
}

/**
 * Memory limits are left out, because they either end a test or do not affect it. Paths in the workspace are
 * left out, because they differ between clones.
 */
function nodeOptionsOf(
  { NODE_OPTIONS: options = '' }: EnvironmentVariables,
  { workspaceRoot }: SystemSettings,
): string {
  return options
    .split(/\s+/)
    .filter((option) => option !== '' && !/^--max[-_][a-z_-]*(space|heap)[a-z_-]*=\d+$/.test(option))
    .map((option) => formatWorkspaceText(workspaceRoot, option))
    .join(' ');
}
