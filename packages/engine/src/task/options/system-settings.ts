import { type EnvironmentVariables, formatWorkspaceText } from '@nx-testmon/core';

/** The settings of a process that a test sees without a variable. */
export interface SystemSettings {
  /** Name of the time zone, such as `Europe/Berlin`. */
  readonly timeZone: string;
  /** Language tag, such as `de-DE`. */
  readonly locale: string;
  /** Absolute path of the workspace. */
  readonly workspaceRoot: string;
}

/** The settings of the machine. @param workspaceRoot absolute path */
export function readSystemSettings(workspaceRoot: string): SystemSettings {
  const { timeZone, locale } = Intl.DateTimeFormat().resolvedOptions();
  return { timeZone, locale, workspaceRoot };
}

/**
 * The settings that tests see without reading a variable: `Date` and `Intl` use the system's time zone and locale, Node
 * reads `NODE_OPTIONS`, and most packages read `NODE_ENV`. Effective settings are used instead of the variables `TZ`,
 * `LANG` and `LC_*`, so that machines that set them differently to the same effect share facts.
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
    // A form that only the system knows, such as `EST5EDT,M3.2.0`.
    return zone;
  }
}

/** As ICU reads them: the first that is set, without encoding and variant. */
function localeOf(env: EnvironmentVariables, system: SystemSettings): string {
  const named = [env['LC_ALL'], env['LC_MESSAGES'], env['LANG']].find((value) => value !== undefined);
  if (named === undefined) return system.locale;
  const tag = named.replace(/[.@].*/, '').replace('_', '-');
  return tag === 'C' || tag === 'POSIX' ? 'en-US' : tag;
}

/** Limits of memory end a test or leave it as it is; a path in the workspace is another one in each clone. */
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
