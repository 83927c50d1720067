import { pathToFileURL } from 'node:url';
import { writeLink } from '../../verifier/link/writeLink.ts';
import { pageFile } from './pageFile.ts';

/** What a link holds, and the page that it opens. */
export interface PageLinkInput {
  /** Text of a receipt that its reader takes. */
  readonly receipt: string;
  /** Text of its opening: the link then holds the account. */
  readonly opening?: string | undefined;
  /** Address of a copy of the page, without fragment; the page of this package by default. */
  readonly base?: string | undefined;
}

/** The link that opens a receipt in the page. */
export async function pageLink({
  receipt,
  opening,
  base = pathToFileURL(pageFile()).href,
}: PageLinkInput): Promise<string> {
  return `${base}#${await writeLink(receipt, opening)}`;
}
