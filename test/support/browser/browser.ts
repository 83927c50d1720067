import { existsSync } from 'node:fs';
import sparticuz from '@sparticuz/chromium';
import { type Browser, chromium } from 'playwright-core';

/** Where systems keep a Chromium; the one from npm runs on Linux alone. */
const INSTALLED = [
  '/usr/bin/chromium',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** No sandbox: containers, and root, have none. Not the package's own arguments, which switch web security off. */
const ARGUMENTS = ['--no-sandbox', '--headless=shell', '--font-render-hinting=none'];

/** Starts Chromium: that of `FAIRMARK_CHROMIUM`, else the one from npm, else the system's. */
export async function openBrowser(): Promise<Browser> {
  const chosen = process.env.FAIRMARK_CHROMIUM;
  if (chosen === undefined && process.platform === 'linux' && process.arch === 'x64') {
    return chromium.launch({ executablePath: await sparticuz.executablePath(), args: ARGUMENTS });
  }
  const executablePath = chosen ?? INSTALLED.find((path) => existsSync(path));
  if (executablePath === undefined) throw new Error('no Chromium here: name one in FAIRMARK_CHROMIUM');
  return chromium.launch({ executablePath, args: ARGUMENTS });
}
