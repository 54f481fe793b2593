import { createRequire } from 'node:module';
import type { SerializeAddon as SerializeAddonClass } from '@xterm/addon-serialize';
import type { Terminal as TerminalClass } from '@xterm/headless';

// Both packages are CommonJS modules whose named exports Node can't detect.
const require = createRequire(import.meta.url);
const { Terminal } = require('@xterm/headless') as { Terminal: typeof TerminalClass };
const { SerializeAddon } = require('@xterm/addon-serialize') as {
  SerializeAddon: typeof SerializeAddonClass;
};

export interface TerminalSize {
  readonly columns: number;
  readonly rows: number;
}

/**
 * The final content of a terminal, without overwritten lines.
 *
 * @param output everything that was written to the terminal, with its escape sequences
 * @returns HTML with the colours of the terminal
 */
export function replayTerminal(output: string, { columns, rows }: TerminalSize): Promise<string> {
  const theme = { background: '#1b1f24', foreground: '#d7dde4' };
  const terminal = new Terminal({ cols: columns, rows, allowProposedApi: true, theme });
  const serializer = new SerializeAddon();
  terminal.loadAddon(serializer);
  return new Promise((resolve) => {
    terminal.write(output, () => {
      const endLine = terminal.buffer.active.baseY + terminal.buffer.active.cursorY;
      const range = { startLine: 0, endLine: endLine - 1, startCol: 0 };
      resolve(serializer.serializeAsHTML({ includeGlobalBackground: true, range }));
    });
  });
}
