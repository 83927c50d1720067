import { PUBLIC_SIGNALS } from '../../../circuits/signals.ts';
import { type RegistryRecords, readRecords, rebuildReceipt } from '../../chain/readRecords.ts';
import { VERIFICATION_KEYS } from '../../generated/verificationKeys.ts';
import { parseReceiptText, RECEIPT_BYTES } from '../../receipt.ts';
import type { Report } from '../../report.ts';
import { printable, reasonOf } from '../../reportBuilder.ts';
import { verifyReceiptText } from '../../verifyReceipt.ts';
import { h } from '../dom.ts';
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
/** Milliseconds between two drawings of the list while it is verified. */
const REDRAW = 400;
/** Longest text of a cell. */
const CELL = 120;

interface Row {
  readonly name: string;
  /** The text of the receipt; rejects with what keeps it from being one. */
  readonly load: () => Promise<string>;
  venue: string;
  number: string;
  report?: Report;
  /** Why there is no receipt to verify. */
  problem?: string;
  /** Whether another row has this number with other content. */
  isTwin?: boolean;
  /** As it was drawn last. */
  drawn?: HTMLElement | undefined;
}

const verdictOf = ({ report, problem }: Row) => report?.verdict ?? (problem === undefined ? 'waiting' : 'UNKNOWN');
const SIGNS: Record<string, readonly [sign: string, mark: string]> = {
  VALID: ['✓', 'passed'],
  INVALID: ['✗', 'failed'],
  UNKNOWN: ['?', 'unconfirmed'],
  waiting: ['…', 'soft'],
};
const failedIn = ({ report, problem = '', isTwin }: Row) => {
  const failed = report?.checks.find(({ status }) => status === 'failed');
  return `${isTwin ? 'Contradicts another receipt of this number. ' : ''}${failed ? failed.title : problem}`;
};

/** The columns: title, value of a row, key to sort by where that is not the value. */
const COLUMNS: readonly (readonly [string, (row: Row) => string, ((row: Row) => string)?])[] = [
  ['Receipt', ({ name }) => name],
  ['Venue', ({ venue }) => venue],
  ['Number', ({ number }) => number, ({ number }) => number.padStart(20)],
  ['Verdict', verdictOf],
  ['Warnings', ({ report }) => report?.banners.map(({ code }) => code).join(' ') ?? ''],
  [
    'Unconfirmed',
    ({ report }) => String(report?.unconfirmed ?? ''),
    (row) => String(row.report?.unconfirmed ?? '').padStart(3),
  ],
  ['Failed first', failedIn],
];

const turn = () => new Promise((resolve) => setTimeout(resolve));
const shown = (text: string) => printable(text.length > CELL ? `${text.slice(0, CELL)}…` : text);
/** A cell that no spreadsheet takes for a formula. */
const csvCell = (text: string) => `"${/^\s*[=+\-@＝＋－＠]/.test(text) ? "'" : ''}${text.replaceAll('"', '""')}"`;

/** Many receipts in a sortable list with verdicts. */
export function auditorView(trust: () => PageTrust): Auditor {
  const rows: Row[] = [];
  /** Content and rows by chain, registry, venue and number. */
  const numbers = new Map<string, [content: string, row: Row][]>();
  let done = 0;
  let isRunning = false;
  let isStopped = false;
  let sorted = -1;
  let isDown = false;
  let drawnAt = 0;

  const files = h('input', { id: 'many', type: 'file', multiple: true, accept: '.json,application/json' });
  const only = h('input', { id: 'only', type: 'checkbox', change: () => draw() });
  const bar = h('progress', { 'aria-label': 'Receipts checked', value: 0 });
  const count = h('span');
  const status = h('p', { role: 'status' });
  const body = h('tbody');
  const more = h('p');
  const venues = h('div');
  const detail = h('div', { tabindex: -1 });
  const stop = h('button', { type: 'button', click: () => (isRunning ? (isStopped = true) : void run()) }, 'Stop');
  const heads = COLUMNS.map(([title], i) =>
    h(
      'th',
      { scope: 'col' },
      h(
        'button',
        {
          type: 'button',
          click: () => {
            isDown = sorted === i && !isDown;
            sorted = i;
            for (const [k, head] of heads.entries())
              head.setAttribute('aria-sort', k !== i ? 'none' : isDown ? 'descending' : 'ascending');
            draw();
          },
        },
        title,
      ),
    ),
  );
  const list = h(
    'div',
    { hidden: true },
    h('p', {}, bar, ' ', count, ' ', stop),
    status,
    h('p', {}, only, h('label', { for: 'only' }, ' Only what is not VALID')),
    h(
      'div',
      { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'List of receipts' },
      h('table', { class: 'many' }, h('caption', {}, 'Receipts'), h('thead', {}, h('tr', {}, ...heads)), body),
    ),
    more,
    h(
      'p',
      {},
      ...(['CSV', 'JSON'] as const).map((kind) =>
        h('button', { type: 'button', click: () => save(kind) }, `Save as ${kind}`),
      ),
    ),
    detail,
  );
  const walking = h('button', { type: 'button', click: () => void walk() }, 'Check all of the registry');
  const said = h('p', { role: 'status' });
  files.addEventListener('change', () =>
    add(
      [...(files.files ?? [])].map((file) => ({
        name: file.name,
        load: () => file.slice(0, RECEIPT_BYTES + 1).text(),
      })),
    ),
  );

  function view(row: Row): HTMLElement {
    const [sign, mark] = SIGNS[verdictOf(row)] ?? ['', ''];
    return h(
      'tr',
      {},
      ...COLUMNS.map(([title, of]) => {
        const text = shown(of(row));
        if (title === 'Receipt')
          return h('th', { scope: 'row' }, h('button', { type: 'button', click: () => open(row) }, text));
        return title === 'Verdict' ? h('td', { class: mark }, `${sign} ${text}`) : h('td', {}, text);
      }),
    );
  }

  function open(row: Row): void {
    detail.replaceChildren(
      h('h3', {}, shown(row.name)),
      row.report ? reportView(row.report) : h('p', {}, row.problem ?? 'Not checked yet.'),
    );
    detail.focus();
  }

  /** The rows that the filter lets through, in the order of the chosen column. */
  function chosen(): Row[] {
    const its = only.checked ? rows.filter((row) => verdictOf(row) !== 'VALID') : [...rows];
    const [, of, keyOf = of] = COLUMNS[sorted] ?? [];
    if (!keyOf) return its;
    const keys = new Map(its.map((row) => [row, keyOf(row)]));
    const key = (row: Row) => keys.get(row) ?? '';
    return its.sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0) * (isDown ? -1 : 1));
  }

  function draw(): void {
    drawnAt = Date.now();
    const its = chosen();
    const focused = document.activeElement;
    const isInside = body.contains(focused);
    body.replaceChildren(
      ...its.slice(0, MOST_ROWS).map((row) => {
        row.drawn ??= view(row);
        return row.drawn;
      }),
    );
    if (isInside) (focused as HTMLElement).focus();
    more.textContent =
      its.length > MOST_ROWS ? `The first ${MOST_ROWS} of ${its.length} are shown; the saved list has all.` : '';
    bar.max = rows.length;
    bar.value = done;
    count.textContent = `${done} of ${rows.length} checked`;
    stop.hidden = done === rows.length;
    stop.textContent = isRunning ? 'Stop' : 'Go on';
    list.hidden = rows.length === 0;
  }

  function summary(): string {
    const of = (verdict: string) => rows.filter((row) => verdictOf(row) === verdict).length;
    const development = rows.filter(({ report }) => report?.banners.some(({ code }) => code === 'DEVELOPMENT')).length;
    const twins = rows.filter(({ isTwin }) => isTwin).length;
    return [
      `${rows.length} receipts: ${of('VALID')} VALID, ${of('INVALID')} INVALID`,
      of('UNKNOWN') ? `, ${of('UNKNOWN')} UNKNOWN` : '',
      done < rows.length ? `, ${rows.length - done} not checked` : '',
      development ? `, ${development === rows.length ? 'all' : development} under DEVELOPMENT keys` : '',
      twins ? `. ✗ ${twins} contradict each other: one number, other content` : '',
      '.',
    ].join('');
  }

  /** Flags rows that have one number and different signals. A proof has many spellings, so its bytes are not compared. */
  function compare(row: Row, text: string): void {
    const { domain, publicSignals } = parseReceiptText(text);
    const key = [domain.chainId, domain.registry, domain.venueId, domain.sequence].join();
    const content = PUBLIC_SIGNALS.map((name) => publicSignals[name]).join();
    const its = numbers.get(key) ?? [];
    numbers.set(key, its);
    its.push([content, row]);
    if (its.every(([other]) => other === content)) return;
    for (const [, twin] of its) {
      twin.isTwin = true;
      twin.drawn = undefined;
    }
  }

  async function check(row: Row): Promise<void> {
    const { source } = trust();
    try {
      const text = await row.load();
      row.report = await (source ? verifyReceiptText(text, source) : verifyReceiptText(text));
      row.venue = row.report.receipt?.venue ?? row.venue;
      row.number = row.report.receipt?.sequence ?? row.number;
      if (row.report.receipt) compare(row, text);
    } catch (error) {
      row.problem = reasonOf(error);
    }
    row.drawn = undefined;
  }

  async function run(): Promise<void> {
    if (isRunning) return;
    isRunning = true;
    isStopped = false;
    status.textContent = '';
    for (let row = rows[done]; row && !isStopped; row = rows[done]) {
      await check(row);
      done += 1;
      if (Date.now() - drawnAt > REDRAW) draw();
      await turn();
    }
    isRunning = false;
    draw();
    status.textContent = summary();
  }

  function add(its: readonly (Pick<Row, 'name' | 'load'> & Partial<Row>)[]): void {
    rows.push(...its.map((row) => ({ venue: '', number: '', ...row })));
    void run();
    draw();
  }

  async function walk(): Promise<void> {
    const { source } = trust();
    venues.replaceChildren();
    if (!source) {
      said.textContent = 'Name a node and the registry above, and press the button there.';
      return;
    }
    walking.disabled = true;
    try {
      const found = await readRecords(source, (block, last) => {
        said.textContent = `Reading the events: block ${block} of ${last}…`;
      });
      const { records } = found;
      said.textContent = `The registry has the records of ${records.length} liquidations.`;
      venues.replaceChildren(await countsTable(found));
      add(
        records.map((record) => ({
          name: `record of ${found.venues.get(record.venueId) ?? record.venueId}, ${record.sequence}`,
          venue: found.venues.get(record.venueId) ?? '',
          number: String(record.sequence),
          load: async () => JSON.stringify(await rebuildReceipt(record, found, VERIFICATION_KEYS)),
        })),
      );
    } catch (error) {
      said.textContent = `Nothing is shown: ${reasonOf(error)}.`;
    }
    walking.disabled = false;
  }

  function save(kind: 'CSV' | 'JSON'): void {
    const cells = chosen().map((row) => COLUMNS.map(([, of]) => printable(of(row))));
    const titles = COLUMNS.map(([title]) => title);
    const text =
      kind === 'CSV'
        ? [titles, ...cells].map((line) => `${line.map(csvCell).join()}\r\n`).join('')
        : JSON.stringify(
            cells.map((line) => Object.fromEntries(line.map((cell, i) => [titles[i], cell]))),
            null,
            1,
          );
    const href = URL.createObjectURL(new Blob([text]));
    h('a', { href, download: `receipts.${kind.toLowerCase()}` }).click();
    setTimeout(() => URL.revokeObjectURL(href), 1000);
  }

  return {
    element: h(
      'div',
      {},
      h('p', {}, h('label', { for: 'many' }, 'Choose as many receipts as you like:')),
      files,
      h('p', {}, 'Or check every liquidation that a registry recorded, from the chain alone: ', walking),
      said,
      venues,
      list,
    ),
    add: (receipts) => add(receipts.map(({ name, text }) => ({ name, load: async () => text }))),
  };
}

/** What became of the announcements of every venue: the list has only those that were recorded. */
async function countsTable({ registry, venues, records }: RegistryRecords): Promise<HTMLElement> {
  const lines: HTMLElement[] = [];
  for (const [venueId, name] of venues) {
    const { announced, recorded, overdue } = await registry.countsOf(venueId);
    const found = records.filter((record) => record.venueId === venueId).length;
    lines.push(
      h(
        'tr',
        {},
        h('th', { scope: 'row' }, shown(name)),
        ...[announced, recorded, overdue, found].map((its) => h('td', {}, String(its))),
        h('td', {}, BigInt(found) === recorded ? '' : '✗ events are missing'),
      ),
    );
  }
  return h(
    'div',
    {},
    h(
      'div',
      { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Venues' },
      h(
        'table',
        {},
        h('caption', {}, 'Venues'),
        h(
          'tr',
          {},
          ...['Venue', 'Announced', 'Recorded', 'Overdue', 'Found here', ''].map((title) =>
            h('th', { scope: 'col' }, title),
          ),
        ),
        ...lines,
      ),
    ),
    h(
      'p',
      {},
      'The list has only what was recorded: not what was announced and is open or overdue. fairmark audit says more.',
    ),
  );
}
