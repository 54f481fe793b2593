/** How a hook knows the command that it belongs to. */
export interface CommandContext {
  /** Of the process of the command. */
  readonly argv: readonly string[];
  readonly workspaceRoot: string;
}
