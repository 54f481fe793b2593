/** The parts of an Nx target that hold commands, as far as they are known. */
export interface TargetCommands {
  readonly command?: unknown;
  readonly options?: unknown;
}

/** The commands that a target of `nx:run-commands` runs, in the order of the target, each with the target's `args`. */
export function commandsOfTarget({ command, options }: TargetCommands): readonly string[] {
  const { command: single, commands, args } = asOptions(options);
  const list = Array.isArray(commands) ? (commands as readonly unknown[]) : [];
  const texts = [
    command,
    single,
    ...list.map((one) => (typeof one === 'string' ? one : asOptions(one).command)),
  ];
  const suffix = Array.isArray(args) ? args.join(' ') : typeof args === 'string' ? args : '';
  return texts.filter((text) => typeof text === 'string').map((text) => `${text} ${suffix}`.trim());
}

/** The options of a target, executor or configuration, which may be any JSON value; `{}` if they are no object. */
export function asOptions(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
