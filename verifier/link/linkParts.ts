import { OPENING_BYTES } from '../opening.ts';
import { RECEIPT_BYTES } from '../receipt.ts';

/** What a link can hold, and the largest text of each in bytes. */
export const LINK_PARTS = { receipt: RECEIPT_BYTES, opening: OPENING_BYTES } as const;

export type LinkPart = keyof typeof LINK_PARTS;
