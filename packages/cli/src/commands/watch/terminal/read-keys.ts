import { createInterface, emitKeypressEvents } from 'node:readline';
import { type KeyMeaning, meaningOf, type PressedKey } from './keys';

/** The terminal of a person. */
export interface Terminal {
  readonly input: NodeJS.ReadStream;
  readonly output: NodeJS.WriteStream;
}

export interface KeyReader extends Disposable {
  /** Asks the user for a line, in which keys have no meaning. Resolves to `undefined` if the user cancels. */
  ask(question: string): Promise<string | undefined>;
}

/** Reads single keys until it is disposed of. */
export function readKeys({ input, output }: Terminal, onKey: (meaning: KeyMeaning) => void): KeyReader {
  const press = (_text: string | undefined, key: PressedKey | undefined): void => {
    const meaning = key && meaningOf(key);
    if (meaning) onKey(meaning);
  };
  const start = (): void => {
    emitKeypressEvents(input);
    input.setRawMode(true);
    input.on('keypress', press);
    input.resume();
  };
  const stop = (): void => {
    input.off('keypress', press);
    input.setRawMode(false);
    input.pause();
  };
  start();
  return {
    async ask(question) {
      stop();
      const lines = createInterface({ input, output, terminal: true });
      try {
        return await new Promise<string | undefined>((resolve) => {
          lines.question(question, resolve);
          lines.on('SIGINT', () => resolve(undefined));
          lines.on('close', () => resolve(undefined));
        });
      } finally {
        lines.close();
        start();
      }
    },
    [Symbol.dispose]: stop,
  };
}
