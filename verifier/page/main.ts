import { InputError } from '../../circuits/errors.ts';
import { VERIFICATION_KEYS } from '../generated/verificationKeys.ts';
import { readLink } from '../link/readLink.ts';
import { OPENING_BYTES, type Opening, parseOpeningText } from '../opening.ts';
import type { Report } from '../report.ts';
import { trustedSigners } from '../trustedSigners.ts';
import { type VerifyChainTextOptions, verifyReceiptText } from '../verifyReceipt.ts';
import { h } from './dom.ts';
import { type GivenKind, kindOf } from './intake.ts';
import { selfHash } from './selfHash.ts';
import { takeFragment } from './takeFragment.ts';
import { accountView } from './view/accountView.ts';
import { auditorView, type NamedText } from './view/auditorView.ts';
import { charterView } from './view/charterView.ts';
import { copyLinks } from './view/copyLinks.ts';
import { happenedView } from './view/happenedView.ts';
import { intakeView } from './view/intakeView.ts';
import { limitsView } from './view/limitsView.ts';
import { linkNotice } from './view/linkNotice.ts';
import { reportView } from './view/reportView.ts';
import { type PageTrust, trustView } from './view/trustView.ts';

// First of all: it reads the document as it was loaded.
const hash = selfHash();

const slot = (id: string) => document.getElementById(id) as HTMLElement;
const fill = (id: string, ...children: readonly (Node | null)[]) =>
  slot(id).replaceChildren(...children.filter((child) => child !== null));

let given: Partial<Record<GivenKind, string>> = {};
let trust: PageTrust = {};
/** Counts the runs: once there is a newer one, an older is dropped, also when the chain answers late. */
let runs = 0;
/** Stands above what came by a link. */
let notice: HTMLElement | null = null;

takeAddress();
addEventListener('hashchange', takeAddress);

const intake = intakeView({ onTexts: take, onFiles: takeFiles });
const auditor = auditorView(() => trust);

function openingOf(text: string | undefined): Opening | undefined {
  try {
    return text === undefined ? undefined : parseOpeningText(text);
  } catch {
    // The report says what is wrong with it.
    return undefined;
  }
}

function clear(): void {
  for (const id of ['happened', 'account', 'charter']) fill(id);
  fill('result', notice);
}

/** Verifies what was given, and draws only what the verdict allows. */
async function show(): Promise<void> {
  runs += 1;
  const run = runs;
  const { receipt, opening: openingText, statement, record } = given;
  clear();
  if (receipt === undefined) {
    intake.say('Add the receipt that it belongs to.');
    return;
  }
  intake.say('Checking…');
  // Once the browser has drawn that.
  await new Promise((resolve) => setTimeout(resolve));
  if (run !== runs) return;
  const options = openingText === undefined ? {} : { openingText, ...trustedSigners(openingText, trust) };
  const report: Report = await (trust.source
    ? verifyReceiptText(receipt, { ...options, ...trust.source } satisfies VerifyChainTextOptions)
    : verifyReceiptText(receipt, options));
  if (run !== runs) return;
  const opening = openingOf(openingText);
  const isProven = report.verdict === 'VALID' && opening !== undefined;
  fill('result', notice, reportView(report), report.receipt ? copyLinks(receipt, opening && openingText) : null);
  if (opening) {
    const onRecord = (text: string) => {
      given.record = text;
    };
    fill('account', accountView(opening, { isProven, report, statement, record, onRecord }));
  }
  if (isProven) {
    fill('happened', happenedView(opening));
    fill('charter', charterView(opening.published));
  }
  intake.say(`Checked: a receipt ${openingText === undefined ? 'without' : 'and'} an opening.`);
  document.getElementById('verdict')?.focus();
}

/** Runs a step; a failure of the page itself is said as such, and leaves nothing that looks like a verdict. */
async function guarded(step: () => Promise<void>): Promise<void> {
  try {
    await step();
  } catch (error) {
    clear();
    intake.say(
      error instanceof InputError
        ? `Nothing was verified: ${error.message}.`
        : 'INVALID: this page failed. Nothing was verified; use the command line, and report the defect.',
    );
  }
}

/** Takes what a link holds, in place of everything that was given before. */
function takeLink(fragment: string): void {
  void guarded(async () => {
    notice = linkNotice();
    given = {};
    given = await readLink(fragment);
    await show();
  });
}

function takeAddress(): void {
  const fragment = takeFragment();
  if (fragment !== undefined) takeLink(fragment);
}

function take(texts: readonly NamedText[]): void {
  // A terminal may have broken it into lines.
  const link = /^(?:https?|file):[^#]*#(.+)/.exec((texts[0]?.text ?? '').replace(/\s/g, ''))?.[1];
  if (link !== undefined) {
    takeLink(link);
    return;
  }
  const receipts = texts.filter(({ text }) => kindOf(text) === 'receipt');
  if (receipts.length > 1) {
    auditor.add(receipts);
    intake.say(`${receipts.length} receipts: see the list below.`);
    slot('auditor').scrollIntoView();
    return;
  }
  if (receipts.length > 0) {
    notice = null;
    // Another receipt: what belonged to the last one does not go with it.
    if (given.receipt !== undefined) given = {};
  }
  for (const { text } of texts) given[kindOf(text)] = text;
  if (texts.length > 0) void guarded(show);
}

function takeFiles(files: readonly File[]): void {
  void guarded(async () => {
    const texts: NamedText[] = [];
    // No reader takes more: one byte beyond the limit makes it say so.
    for (const file of files) texts.push({ name: file.name, text: await file.slice(0, OPENING_BYTES + 1).text() });
    take(texts);
  });
}

slot('intake').append(intake.element);
slot('trust').append(
  trustView((chosen) => {
    trust = chosen;
    if (given.receipt !== undefined) void guarded(show);
  }),
);
slot('auditor').append(auditor.element);
slot('limits').append(limitsView());
slot('keys').append(
  ...Object.entries(VERIFICATION_KEYS).map(([keyHash, { instance, kind }]) =>
    h('li', {}, `${instance}, ${kind === 'development' ? 'DEVELOPMENT key' : 'ceremony'}: `, h('code', {}, keyHash)),
  ),
);
void hash.then((digits) => {
  if (digits !== undefined) slot('self').textContent = digits;
});
