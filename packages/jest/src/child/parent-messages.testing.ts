import type { RunnerMessage } from '@nx-testmon/runner';

/** Receives what a child script would send to its parent. */
export class ParentMessages {
  readonly messages: RunnerMessage[] = [];
  readonly #original = {
    send: Object.getOwnPropertyDescriptor(process, 'send'),
    connected: Object.getOwnPropertyDescriptor(process, 'connected'),
  };

  constructor() {
    const send = (message: RunnerMessage, written: () => void) => {
      this.messages.push(message);
      written();
    };
    Object.defineProperty(process, 'send', { value: send, configurable: true, writable: true });
    Object.defineProperty(process, 'connected', { value: true, configurable: true, writable: true });
  }

  close(): void {
    for (const [name, descriptor] of Object.entries(this.#original)) {
      if (descriptor) Object.defineProperty(process, name, descriptor);
      else Reflect.deleteProperty(process, name);
    }
  }
}
