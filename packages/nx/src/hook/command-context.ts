/** The command that a hook belongs to. */
export interface CommandContext {
  /** The arguments of the command's process. */
  readonly argv: readonly string[];
  readonly workspaceRoot: string;
}
