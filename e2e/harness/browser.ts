import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium, type Page } from 'playwright-core';

/** Flags of a browser that makes no network requests of its own. */
const quiet = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A headless browser with its own profile. */
export class Browser {
  private constructor(
    private readonly context: BrowserContext,
    private readonly profile: string,
  ) {}

  static async open(executablePath: string): Promise<Browser> {
    const profile = mkdtempSync(join(tmpdir(), 'nx-testmon-browser-'));
    // The accessibility checks are an injected script, which the content security policy of the page forbids.
    const options = { executablePath, headless: true, args: quiet, bypassCSP: true };
    return new Browser(await chromium.launchPersistentContext(profile, options), profile);
  }

  /** @param messages receives console errors, uncaught errors and the network requests of the page */
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
