import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium, type Page } from 'playwright-core';

/** Asks for nothing that a page does not ask for. */
const quiet = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A browser without a window, with a profile of its own. */
export class Browser {
  private constructor(
    private readonly context: BrowserContext,
    private readonly profile: string,
  ) {}

  static async open(executablePath: string): Promise<Browser> {
    const profile = mkdtempSync(join(tmpdir(), 'nx-testmon-browser-'));
    // The checks of accessibility are a script of another origin, which the page itself forbids.
    const options = { executablePath, headless: true, args: quiet, bypassCSP: true };
    return new Browser(await chromium.launchPersistentContext(profile, options), profile);
  }

  /** @param messages receives errors of the console, uncaught errors and what the page asks the network for */
  async openPage(messages: string[]): Promise<Page> {
    const page = await this.context.newPage();
    page.on('console', (message) => message.type() === 'error' && messages.push(message.text()));
    page.on('pageerror', (error) => messages.push(error.message));
    page.on('request', (request) => {
      const url = request.url();
      if (!/^(file|data|about):/.test(url)) messages.push(`asks for ${url}`);
    });
    return page;
  }

  async close(): Promise<void> {
    await this.context.close();
    rmSync(this.profile, { recursive: true, force: true });
  }
}
