import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { buildPage } from '../../../prover/page/buildPage.ts';
import type { VerificationKeyRecords } from '../../../verifier/verificationKey.ts';
import { openBrowser } from './browser.ts';

const ROOT = resolve(import.meta.dirname, '../../..');
/** Kept after the tests, to be looked at. */
const SCREENSHOTS = join(ROOT, 'out/screenshots');

/** A text with the name of its file. */
export interface FileToGive {
  readonly name: string;
  readonly text: string;
}

/** One opened page, and everything that went wrong in it. */
export interface OpenedPage {
  readonly page: Page;
  /** Thrown errors, console errors, violations of the content policy, requests that nobody allowed. */
  readonly problems: string[];
}

export interface OpenOptions extends BrowserContextOptions {
  /** Default: the file itself, with the network cut. */
  readonly url?: string;
  /** Requests beside the page itself that are no problem. */
  readonly allowed?: (url: string) => boolean;
}

/** The built page in a browser. Tests end with `expect(problems).toEqual([])`. */
export class PageUnderTest {
  private constructor(
    readonly html: string,
    /** The file on disk. */
    readonly file: string,
    private readonly folder: string,
    private readonly browser: Browser,
  ) {}

  /** @param keys what the page accepts; those of the package by default */
  static async create(keys?: VerificationKeyRecords): Promise<PageUnderTest> {
    const html = await buildPage(ROOT, keys);
    const folder = mkdtempSync(join(tmpdir(), 'fairmark-page-'));
    const file = join(folder, 'fairmark.html');
    writeFileSync(file, html);
    return new PageUnderTest(html, file, folder, await openBrowser());
  }

  get url(): string {
    return pathToFileURL(this.file).href;
  }

  async open({ url = this.url, allowed = () => false, ...options }: OpenOptions = {}): Promise<OpenedPage> {
    const isFile = url.startsWith('file:');
    const context = await this.browser.newContext({ offline: isFile && !options.offline, ...options });
    const page = await context.newPage();
    const problems: string[] = [];
    page.on('pageerror', (error) => problems.push(`thrown: ${error.message}`));
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') problems.push(`console: ${message.text()}`);
    });
    const own = url.split('#')[0];
    page.on('request', (request) => {
      const asked = request.url().split('#')[0] ?? '';
      if (asked !== own && !asked.startsWith('data:') && !asked.startsWith('blob:') && !allowed(asked)) {
        problems.push(`request: ${asked}`);
      }
    });
    await page.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', (event) => {
        console.error(`content policy: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`);
      });
    });
    await page.goto(url);
    return { page, problems };
  }

  /** Keeps a picture of the whole page as `out/screenshots/NAME.png`. */
  async shoot(page: Page, name: string): Promise<void> {
    mkdirSync(SCREENSHOTS, { recursive: true });
    await page.screenshot({ path: join(SCREENSHOTS, `${name}.png`), fullPage: true });
  }

  async close(): Promise<void> {
    await this.browser.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Gives files by the file chooser. */
export async function giveFiles(page: Page, files: readonly FileToGive[]): Promise<void> {
  await page.setInputFiles(
    '#files',
    files.map(({ name, text }) => ({ name, mimeType: 'application/json', buffer: Buffer.from(text) })),
  );
}

/** Opens everything that can be opened, and says what the report says then. */
export async function wholeReport(page: Page): Promise<string> {
  await page.locator('#verdict').waitFor();
  await page.evaluate(() => {
    for (const details of document.querySelectorAll('details')) details.open = true;
  });
  return page.locator('#result').innerText();
}
