import { readRecords, rebuildReceipt } from '../../chain/readRecords.ts';
import { VERIFICATION_KEYS } from '../../generated/verificationKeys.ts';
import { parseReceiptText } from '../../receipt.ts';
import type { Report } from '../../report.ts';
import { printable, reasonOf } from '../../reportBuilder.ts';
import { verifyReceiptText } from '../../verifyReceipt.ts';
import { h } from '../dom.ts';
import { download } from '../download.ts';
import { reportView } from './reportView.ts';
import type { PageTrust } from './trustView.ts';

/** A text with the name of the file that it came from. */
export interface NamedText {
  readonly name: string;
  readonly text: string;
}

export interface Auditor {
  readonly element: HTMLElement;
  /** Adds receipts to the list and verifies them one after the other. */
  add(receipts: readonly NamedText[]): void;
}

/** Rows that are drawn at once: more would freeze the page. */
const MOST_ROWS = 500;
/** Longest text of a cell. */
const CELL = 120;

const TITLES = ['Receipt', 'Verdict', 'Number', 'Venue', 'Warnings', 'Unconfirmed', 'Failed first'] as const;
const VERDICT = 1;
const WARNINGS = 4;
const CONTRADICTED = 'CONTRADICTED by another receipt of this number';
/** Never green: anyone can forge such a proof. */
const TEST_ONLY = '! VALID under a test key';
/** What is counted in the end: column and text. */
const COUNTED = [
  [VERDICT, '✓ VALID'],
  [VERDICT, TEST_ONLY],
  [VERDICT, '✗ INVALID'],
  [VERDICT, '? UNKNOWN'],
  [WARNINGS, 'DEVELOPMENT'],
  [WARNINGS, CONTRADICTED],
] as const;
/** Classes of verdicts, by their signs. */
const MARKS: Readonly<Record<string, string>> = {
  '✓': 'passed',
  '✗': 'failed',
  '?': 'unconfirmed',
  '!': 'unconfirmed',
};

interface Row {
  /** Texts of the columns. */
  readonly cells: string[];
  /** The text of the receipt; rejects with what keeps it from being one. */
  readonly load: () => Promise<string>;
  readonly line: HTMLElement;
  report?: Report | undefined;
  /** Chain, registry, venue and number. */
  place?: string;
  signals?: string;
}

const { compare } = new Intl.Collator('en', { numeric: true });
const cell = (text: string) => printable(text.length > CELL ? `${text.slice(0, CELL)}…` : text);
/** A cell that no spreadsheet takes for a formula. */
const csvCell = (text: string) => `"${/^\s*[=+\-@＝＋－＠]/.test(text) ? "'" : ''}${text.replaceAll('"', '""')}"`;
const button = (text: string, click: () => void) => h('button', { type: 'button', click }, text);

/** Many receipts in a sortable list with verdicts. */
export function auditorView(trust: () => PageTrust): Auditor {
  const rows: Row[] = [];
  let done = 0;
  let isRunning = false;
  let isStopped = false;
  let sorted = -1;
  let direction = 1;

  const walking = button('Check all of the registry', () => void walk());
  const status = h('p', { role: 'status' });
  const venues = h('ul');
  const bar = h('progress', { 'aria-label': 'Receipts checked', value: 0 });
  const count = h('span');
  const stop = button('', () => {
    // The receipt at hand is finished first.
    if (isRunning) isStopped = !isStopped;
    else if (done === rows.length) done = 0;
    void run();
  });
  const heads = TITLES.map((title, i) => {
    const head = h(
      'th',
      { scope: 'col' },
      button(title, () => {
        direction = sorted === i ? -direction : 1;
        sorted = i;
        for (const other of heads) other.ariaSort = null;
        head.ariaSort = direction > 0 ? 'ascending' : 'descending';
        draw();
      }),
    );
    return head;
  });
  const body = h('tbody');
  const more = h('p');
  const detail = h('div', { tabindex: -1 });
  const list = h(
    'div',
    { hidden: true },
    h('p', {}, bar, ' ', count, ' ', stop),
    h(
      'div',
      { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'List of receipts' },
      h('table', { class: 'many' }, h('thead', {}, h('tr', {}, ...heads)), body),
    ),
    more,
    h(
      'p',
      {},
      button('Save as CSV', () => save('csv')),
      ' ',
      button('Save as JSON', () => save('json')),
    ),
    detail,
  );

  function open({ cells, report }: Row): void {
    const title = h('h3', { id: 'row' }, cells[0]);
    detail.replaceChildren(title, report ? reportView(report) : h('p', {}, cells.at(-1) || 'Not checked yet.'));
    // The heading is that of the receipt, and no two elements have one id.
    const verdict = detail.querySelector('#verdict');
    verdict?.replaceWith(h('b', {}, verdict.textContent));
    detail.querySelector('section')?.setAttribute('aria-labelledby', 'row');
    detail.focus();
  }

  function write(row: Row): void {
    const [name = '', ...others] = row.cells;
    row.line.replaceChildren(
      h(
        'th',
        { scope: 'row' },
        button(name, () => open(row)),
      ),
      ...others.map((text) => h('td', { class: MARKS[text[0] ?? ''] }, text)),
    );
  }

  function progress(): void {
    bar.max = rows.length;
    bar.value = done;
    count.textContent = `${done} of ${rows.length} checked`;
    stop.textContent = isRunning ? 'Stop' : done < rows.length ? 'Go on' : 'Check all again';
    list.hidden = rows.length === 0;
  }

  /** The rows in the order of the chosen column. */
  const inOrder = () =>
    [...rows].sort(({ cells: a }, { cells: b }) => compare(a[sorted] ?? '', b[sorted] ?? '') * direction);

  function draw(): void {
    const focused = document.activeElement as HTMLElement;
    body.replaceChildren(
      ...inOrder()
        .slice(0, MOST_ROWS)
        .map(({ line }) => line),
    );
    focused.focus({ preventScroll: true });
    more.textContent = rows.length > MOST_ROWS ? `${MOST_ROWS} of ${rows.length} rows are shown; files have all.` : '';
  }

  /** Flags rows that have one number and different signals. A proof has many spellings: its bytes are not compared. */
  function flagTwins(row: Row, text: string): void {
    const { domain, publicSignals } = parseReceiptText(text);
    // The reader gives the fields in one order.
    row.place = JSON.stringify(domain);
    row.signals = JSON.stringify(publicSignals);
    const its = rows.filter(({ place }) => place === row.place);
    if (its.every(({ signals }) => signals === row.signals)) return;
    for (const twin of its) {
      const { cells } = twin;
      if (!cells[WARNINGS]?.includes(CONTRADICTED)) cells[WARNINGS] = `${CONTRADICTED} ${cells[WARNINGS]}`;
      write(twin);
    }
  }

  async function check(row: Row): Promise<void> {
    const { cells } = row;
    const { source } = trust();
    row.report = undefined;
    try {
      const text = await row.load();
      const report = await (source ? verifyReceiptText(text, source) : verifyReceiptText(text));
      const { verdict, receipt, banners, unconfirmed, checks } = report;
      const warnings = banners.map(({ code }) => code).join(' ');
      row.report = report;
      cells.splice(
        1,
        6,
        verdict === 'VALID' ? (warnings.includes('DEV') ? TEST_ONLY : '✓ VALID') : '✗ INVALID',
        receipt?.sequence ?? '',
        cell(receipt?.venue ?? ''),
        warnings,
        String(unconfirmed),
        checks.find((its) => its.status === 'failed')?.title ?? '',
      );
      // Anybody can alter a receipt: what is INVALID contradicts nothing.
      if (verdict === 'VALID') flagTwins(row, text);
    } catch (error) {
      cells[VERDICT] = '? UNKNOWN';
      cells[cells.length - 1] = cell(reasonOf(error));
    }
    write(row);
  }

  async function run(): Promise<void> {
    if (isRunning) return;
    isRunning = true;
    isStopped = false;
    for (let row = rows[done]; row && !isStopped; row = rows[done]) {
      progress();
      await check(row);
      done += 1;
      await new Promise((resolve) => setTimeout(resolve));
    }
    isRunning = false;
    progress();
    draw();
    const counts = COUNTED.flatMap(([column, text]) => {
      const { length } = rows.filter(({ cells }) => cells[column]?.includes(text));
      return length > 0 ? `${length} ${text}` : [];
    });
    status.textContent = `${count.textContent}: ${counts.join(', ')}.`;
  }

  function add(its: readonly (readonly [cells: readonly string[], load: Row['load']])[]): void {
    for (const [cells, load] of its) {
      const row = { cells: TITLES.map((_, i) => cell(cells[i] ?? '')), load, line: h('tr') };
      write(row);
      rows.push(row);
    }
    draw();
    void run();
  }

  async function walk(): Promise<void> {
    const { source } = trust();
    venues.replaceChildren();
    if (!source) {
      status.textContent = 'Name a node and the registry above first.';
      return;
    }
    walking.disabled = true;
    try {
      const found = await readRecords(source, (block, last) => {
        status.textContent = `Reading block ${block} of ${last}…`;
      });
      const { records, registry } = found;
      const lines = ['Only what was recorded is listed. For the rest: fairmark audit.'];
      for (const [venueId, name] of found.venues) {
        const { announced, recorded, overdue } = await registry.read('countsOf', venueId);
        const its = records.filter((record) => record.venueId === venueId).length;
        const missing = recorded === BigInt(its) ? '' : ` ✗ The nodes gave the events of ${its}.`;
        lines.push(`${cell(name)}: ${announced} announced, ${recorded} recorded, ${overdue} overdue.${missing}`);
      }
      venues.append(...lines.map((line) => h('li', {}, line)));
      add(
        records.map((record) => [
          ['On chain', '', String(record.sequence), found.venues.get(record.venueId) ?? ''],
          () => rebuildReceipt(record, found, VERIFICATION_KEYS),
        ]),
      );
    } catch (error) {
      status.textContent = `Nothing is shown: ${reasonOf(error)}.`;
    }
    walking.disabled = false;
  }

  function save(kind: 'csv' | 'json'): void {
    const lines = inOrder().map(({ cells }) => cells);
    const text =
      kind === 'csv'
        ? [TITLES, ...lines].map((line) => `${line.map(csvCell).join()}\r\n`).join('')
        : JSON.stringify(lines.map((line) => Object.fromEntries(line.map((its, i) => [TITLES[i], its]))));
    download(`receipts.${kind}`, [text]);
  }

  return {
    element: h(
      'div',
      {},
      h('p', {}, 'Choose or drop two or more receipts at the top: they are listed here.'),
      h('p', {}, 'Or check all liquidations that a registry recorded, from the chain alone: ', walking),
      status,
      venues,
      list,
    ),
    add: (receipts) => add(receipts.map(({ name, text }) => [[name], async () => text])),
  };
}
