import { textTable } from '../io/textTable.ts';
import type { ChainResult } from './chainResult.ts';
import { paragraph } from './paragraph.ts';

const columns = (rows: readonly (readonly string[])[], left?: readonly number[]) =>
  textTable(rows, { indent: '  ', ...(left ? { left } : {}) });

const grouped = (value: bigint) => String(value).replace(/\B(?=(\d{3})+$)/g, ',');

const WHAT: Readonly<Record<string, string>> = {
  deployment: 'addresses of the contracts; public',
  charter: 'the rules with the terms of registration; public',
  scenarios: 'stress scenarios and their seed; secret',
  surface: 'fitted volatility surface; secret',
  snapshot: 'market data that the oracle commits to; public',
  accounts: 'states by handle, behind the account root; the venue keeps them',
  tick: 'the signed tick; public',
  events: 'liquidations as they were closed; secret',
  announced: 'the same with numbers, as fairmark prove takes them; secret',
  receipts: 'the proofs; public',
  openings: 'what each proof is about, for the owner of the account',
};

/** The chain act of the demo as an account of what happened, for a terminal. */
export function describeChain(result: ChainResult): string[] {
  const { chainId, contracts, isDevelopment, venue, feed, charterInForce, accounts, tick, deadline } = result;
  const { liquidations, gas, audit, files, seconds } = result;
  const count = liquidations.length;
  const width = Math.max(...Object.values(files).map((path) => path.length));
  return [
    `6. The same venue on a chain (anvil, chain ${chainId}, on this machine; it has ended)`,
    ...(isDevelopment
      ? paragraph(
          'DEVELOPMENT keys: the deployed verifiers accept proofs that anyone can forge. The contracts refuse such keys on every chain that is no test chain.',
          '     ',
          '  !! ',
        )
      : []),
    ...columns(
      [
        ['contract', 'address', 'bytes'],
        ...contracts.map(({ name, address, bytes }) => [name, address, String(bytes)]),
      ],
      [0, 1],
    ),
    ...paragraph(
      `The feed ${feed} has ${tick.signers} signers; ${tick.signatures} have to sign. ${venue} is registered, opted in to the verifiers, and published its charter, in force from ${charterInForce} on, and the root of its ${accounts} account states.`,
    ),
    ...paragraph(
      `Tick ${tick.round} of ${tick.observedAt} was signed with the venue's surface inside. ${count} liquidations were announced with it, to be proven until ${deadline}:`,
    ),
    ...columns(
      [
        ['number', 'circuit', 'proven in', 'receipt', 'on chain'],
        ...liquidations.map(({ sequence, instance, verdict, isRegistered, seconds: spent }) => [
          String(sequence),
          instance,
          `${spent} s`,
          verdict,
          isRegistered ? 'registered' : 'UNREGISTERED',
        ]),
      ],
      [0, 1, 3, 4],
    ),
    ...columns([
      ['gas', 'transaction', 'each'],
      [`announce ${count}`, grouped(gas.announce), grouped(gas.announceEach)],
      [`record ${count} in one call`, grouped(gas.record), grouped(gas.recordEach)],
    ]),
    ...paragraph(`The audit: ${audit.headline}`, '    ', audit.verdict === 'CLEAN' ? '  ✓ ' : '  ✗ '),
    ...audit.findings.map(({ sentence }) => `      ${sentence}`),
    `  The whole act took ${seconds} s.`,
    ...Object.entries(files).map(([name, path]) => `  ${path.padEnd(width)}  ${WHAT[name] ?? ''}`),
  ];
}
