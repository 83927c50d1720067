import { escapeXml } from '../plot/escapeXml.ts';

/**
 * A small HTML file that goes to a link. Systems drop what follows `#` when they open a file, and show the arguments of
 * programs to everybody on the machine; a file of the user's own has neither fault.
 *
 * @param link as `pageLink` gives it
 */
export function launcher(link: string): string {
  const address = escapeXml(link);
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<meta charset="utf-8">',
    '<meta name="referrer" content="no-referrer">',
    `<meta http-equiv="refresh" content="0;url=${address}">`,
    '<title>Fairmark: a receipt</title>',
    `<p><a href="${address}">Open the receipt in the page</a></p>`,
    '</html>',
    '',
  ].join('\n');
}
