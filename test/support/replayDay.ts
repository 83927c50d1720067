import type { CloseDocument, EventDocument } from '../../prover/event.ts';
import { type Folder, smallAccount, smallEvent } from '../system/support.ts';

/** What `fairmark plan` closes of the sample event: seven lots of the put that gains most for its notional. */
const PUT = { instrument: 'BTC-27MAR26-70000-P', quantity: '0.7', price: '1727.39482' };
const FAR_PUT = { instrument: 'BTC-26JUN26-65000-P', quantity: '0.8', price: '3213.42789' };
const PERPETUAL = { instrument: 'BTC-PERPETUAL', quantity: '0.1', price: '70012.5' };

const closeOf = (positions: CloseDocument['positions'], fee = '0', draw = '0'): CloseDocument => ({
  positions,
  fee,
  draw,
});

/** Closes of the sample account that break one clause each. FM-16 is not among them: it says what follows from a close. */
export const BROKEN_CLOSES: Readonly<Record<string, CloseDocument>> = {
  'FM-10': closeOf([{ ...PUT, quantity: '2.6' }]),
  'FM-11': closeOf([PUT, PERPETUAL]),
  'FM-12': closeOf([{ ...PUT, quantity: '0.8' }]),
  'FM-13': closeOf([FAR_PUT]),
  'FM-14': closeOf([{ ...PUT, price: '19999' }]),
  'FM-15': closeOf([PUT], '98.000001'),
  'FM-17': closeOf([PUT], '0', '1'),
};

/** The close that `fairmark plan` would choose, at a price that costs the account 7 lots · 0.1 · 10 USD. */
export const WORTHY_CLOSE = closeOf([{ ...PUT, price: '1737.39482' }], '98');

const MODEL = { charter: 'charter.json', scenarios: 'scenarios.json', surface: 'surface.json' };

/** The sample event with its documents in files beside it. */
export function dayEvent(sequence: number, changes: Partial<EventDocument> = {}): EventDocument {
  return { ...smallEvent(), sequence, snapshot: 'snapshot.json', model: MODEL, ...changes };
}

export const withCash = (cash: string) => ({ account: { ...smallAccount(), cash } });

/** Charter, scenarios, surface and snapshot of `dayEvent`. */
export function writeMarket(folder: Folder): void {
  const { model, snapshot } = smallEvent();
  folder.write('charter.json', model.charter);
  folder.write('scenarios.json', model.scenarios);
  folder.write('surface.json', model.surface);
  folder.write('snapshot.json', snapshot);
}

/** Names and sequences of events of `writeDay`. */
export const DAY = {
  planned: ['01-planned.json', 1],
  close: ['02-close.json', 2],
  terminal: ['03-terminal.json', 3],
  rounds: ['04-rounds.json', 4],
  healthy: ['05-healthy.json', 5],
  healthyClose: ['06-healthy-close.json', 6],
  tooLarge: ['07-too-large.json', 7],
} as const;

/** Writes a day with an event of every kind; returns how many events it holds. */
export function writeDay(folder: Folder): number {
  writeMarket(folder);
  const write = ([name, sequence]: readonly [string, number], changes: Partial<EventDocument>) =>
    folder.write(name, dayEvent(sequence, changes));
  write(DAY.planned, {});
  write(DAY.close, { close: WORTHY_CLOSE });
  write(DAY.terminal, withCash('60000'));
  write(DAY.rounds, withCash('125000'));
  write(DAY.healthy, withCash('900000'));
  write(DAY.healthyClose, { ...withCash('900000'), close: WORTHY_CLOSE });
  // One option leg more than the largest instance opens.
  const strikes = Array.from({ length: 30 }, (_, i) => `BTC-27MAR26-${66_000 + 100 * i}-P`);
  const positions = [
    ...(smallAccount().positions ?? []),
    ...strikes.map((instrument) => ({ instrument, quantity: '-1' })),
  ];
  const { slots: _, ...account } = smallAccount();
  write(DAY.tooLarge, { account: { ...account, positions } });
  const clauses = Object.entries(BROKEN_CLOSES);
  for (const [i, [clause, close]] of clauses.entries()) write([`1${i}-${clause}.json`, 10 + i], { close });

  folder.write('20-broken.json', '{"format": "fairmark.event.v1", "sequence": 20, ');
  folder.write('21-missing-path.json', dayEvent(21, { account: 'nowhere.json' }));
  folder.write('22-version.json', { ...dayEvent(22), format: 'fairmark.event.v2' });
  folder.write('23-field.json', { ...dayEvent(23), extra: 1 });
  folder.write(
    '30-day.jsonl',
    [JSON.stringify(dayEvent(31)), '', '{"sequence": 32', JSON.stringify(dayEvent(33, { close: WORTHY_CLOSE }))].join(
      '\r\n',
    ),
  );
  folder.write('40-day.ndjson', `\ufeff${JSON.stringify(dayEvent(2))}\n`);
  folder.write('notes.json', [1, 2]);
  folder.write('.hidden.json', '{');
  folder.write('deeper/event.json', dayEvent(99));
  return 7 + clauses.length + 4 + 3 + 1;
}
