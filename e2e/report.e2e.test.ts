import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { renderReport } from '@nx-testmon/report';
import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { installedChromium } from '../tools/shared/installed-chromium.mts';
import { Browser } from './harness/browser';
import { runProcess, shellEnvironment } from './harness/child-process';
import { createLargeReport, hostileName } from './harness/large-report';
import { usualNxVersion } from './harness/nx-versions';
import { runNx, transcript } from './harness/run-nx';
import { shopWorkspace } from './harness/shop-workspace';
import { createWorkspace, type TestWorkspace } from './harness/workspace';

const pages = {
  overview: 'Last execution',
  tests: 'Test files',
  untested: 'Untested changes',
  time: 'Time saved',
  edits: 'Cost of edits',
  fallbacks: 'Fallbacks',
} as const;

/** The accessibility violations that axe finds on a page. */
async function findFaults(page: Page): Promise<string[]> {
  await page.addScriptTag({ content: axe.source });
  return page.evaluate<string[]>(
    `axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes[0].html))`,
  );
}

const rowsOf = (page: Page): Promise<string[]> => page.locator('tbody th[scope=row]').allInnerTexts();

describe.skipIf(installedChromium === undefined)('the page of a report (only with Chromium)', () => {
  const folder = mkdtempSync(join(tmpdir(), 'nx-testmon-report-'));
  const messages: string[] = [];
  let workspace: TestWorkspace;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    workspace = await createWorkspace(usualNxVersion, shopWorkspace());
    const run = await runNx(workspace, ['run-many', '-t', 'testmon']);
    expect(run.code, transcript(run)).toBe(0);
    workspace.edit('libs/numbers/src/sum.ts', 'a + b', 'b + a');
    const testmon = join(workspace.root, 'node_modules/.bin/testmon');
    const options = { cwd: workspace.root, env: shellEnvironment() };
    const made = await runProcess(testmon, ['report', '--out', join(folder, 'shop.html')], options);
    expect(made.code, transcript(made)).toBe(0);
    writeFileSync(join(folder, 'large.html'), renderReport(createLargeReport(5000)));
    browser = await Browser.open(installedChromium ?? '');
    page = await browser.openPage(messages);
  });
  afterEach(() => {
    expect(messages.splice(0)).toEqual([]);
  });
  afterAll(async () => {
    await browser?.close();
    await workspace?.close();
    rmSync(folder, { recursive: true });
  });

  /** Opens a page of a report in the same way as an external link. */
  async function open(name: 'shop' | 'large', hash = ''): Promise<void> {
    await page.goto('about:blank');
    await page.goto(`${pathToFileURL(join(folder, `${name}.html`)).href}${hash}`);
    await page.locator('h1').waitFor();
  }

  test.each(Object.entries(pages))(
    '%s shows its heading and has no accessibility violations',
    async (name, heading) => {
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        await page.setViewportSize(
          colorScheme === 'dark' ? { width: 390, height: 844 } : { width: 1280, height: 800 },
        );
        await open('shop', `#/${name}`);
        expect(await page.locator('h1').innerText()).toBe(heading);
        expect(await page.locator('nav [aria-current=page]').count()).toBe(1);
        expect(await findFaults(page)).toEqual([]);
      }
      await page.setViewportSize({ width: 1280, height: 800 });
    },
  );

  test('the overview shows the last execution and what would run now', async () => {
    await open('shop');
    const row = page.locator('table tbody tr', { hasText: '@e2e/numbers' });
    expect(await row.innerText()).toMatch(/passed\s+6 of 6\s+0\s/);
    expect(await row.innerText()).toMatch(/1 of 6\s+1 changed/);
    await row.getByRole('link', { name: '1 changed' }).click();
    expect(await rowsOf(page)).toEqual(['libs/numbers/src/sum.test.ts']);
  });

  test('a URL restores filters, order and the open row with its path', async () => {
    await open('shop', '#/tests');
    await page.getByLabel('State').selectOption('Would run');
    await page.getByRole('button', { name: 'Test file' }).click();
    expect(await rowsOf(page)).toEqual([
      'libs/numbers/src/sum.test.ts',
      'libs/prices/src/total.test.ts',
      'libs/shop/src/bill.test.ts',
    ]);
    await page.getByRole('button', { name: 'total.test.ts' }).click();
    const path = await page.locator('.steps').innerText();
    expect(path).toContain('libs/numbers/src/sum.ts#sum()');
    expect(path.trim()).toMatch(/libs\/prices\/src\/total\.test\.ts$/);
    const { hash } = new URL(page.url());
    await open('shop', hash);
    expect(await rowsOf(page)).toHaveLength(3);
    expect(await page.locator('.steps').innerText()).toBe(path);
    expect(await page.locator('th[aria-sort=ascending]').innerText()).toContain('Test file');
    expect(await page.evaluate<string>(`document.activeElement.innerText`)).toContain('total.test.ts');
  });

  test('the keyboard searches, moves through rows, and opens and closes them', async () => {
    await open('shop', '#/tests');
    await page.keyboard.press('/');
    await page.keyboard.type('round');
    expect(await rowsOf(page)).toHaveLength(3);
    expect(await page.getByRole('status').innerText()).toContain('3 of 10 test files');
    await page.locator('tbody button').first().focus();
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    expect(await page.locator('tr.details').count()).toBe(1);
    await page.keyboard.press('Escape');
    expect(await page.locator('tr.details').count()).toBe(0);
    await page.keyboard.press('k');
    expect(await page.evaluate<string>(`document.activeElement.innerText`)).toBe((await rowsOf(page))[0]);
  });

  test('the theme can be chosen', async () => {
    await page.emulateMedia({ colorScheme: 'light' });
    await open('shop', '#/time');
    const background = () =>
      page.evaluate<string>(`getComputedStyle(document.documentElement).backgroundColor`);
    const light = await background();
    await page.getByLabel('Theme').selectOption('Dark');
    expect(await background()).not.toBe(light);
    expect(await findFaults(page)).toEqual([]);
    await page.getByLabel('Theme').selectOption('System');
    expect(await background()).toBe(light);
  });

  test('a report of 5,000 test files shows 100 rows at a time and finds test files by their names', async () => {
    await open('large', '#/tests');
    expect(await page.locator('tbody tr').count()).toBe(100);
    expect(await page.getByRole('status').innerText()).toContain('5,000 of 5,000');
    await page.getByRole('button', { name: 'Next' }).click();
    expect(await page.locator('.pager').innerText()).toContain('Page 2 of 50');
    await page.getByRole('searchbox').fill('case-4321.');
    expect(await rowsOf(page)).toHaveLength(1);
    await page.getByRole('searchbox').fill('there is no such file');
    expect(await page.locator('main').innerText()).toContain('No test file matches');
    for (const name of Object.keys(pages)) {
      await open('large', `#/${name}`);
      expect(await page.locator('tbody tr').count()).toBeLessThanOrEqual(100);
    }
  });

  test('names of test files are inserted as text, not as markup', async () => {
    await open('large', '#/tests?q=onerror');
    expect(await rowsOf(page)).toEqual([hostileName]);
    expect(await page.title()).toBe('Test files · large · nx-testmon');
    expect(await page.locator('main img').count()).toBe(0);
  });
});
