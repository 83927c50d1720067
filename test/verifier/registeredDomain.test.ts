import { expect, test } from 'vitest';
import { domainValue, textId } from '../../circuits/commitment/domain.ts';
import { registeredDomain, unregisteredDomain } from '../../verifier/receipt.ts';

const registry = `0x${'c0'.repeat(20)}`;

test('FM-01: a registered domain binds chain, registry and the announced number', () => {
  const { domain, domainValue: value } = registeredDomain('Venue', 7n, 'liquidation_small', {
    chainId: 31_337n,
    registry,
  });
  expect(domain).toEqual({ chainId: '31337', registry, venue: 'Venue', venueId: textId('Venue'), sequence: '7' });
  const preimage = {
    statementVersion: 1,
    instanceId: textId('liquidation_small'),
    chainId: 31_337n,
    registry,
    venueId: textId('Venue'),
    sequence: 7n,
  };
  expect(value).toBe(domainValue(preimage));
  for (const change of [{ chainId: 1n }, { registry: `0x${'c1'.repeat(20)}` }, { sequence: 8n }]) {
    expect(domainValue({ ...preimage, ...change })).not.toBe(value);
  }
});

test('FM-01: off chain, chain and registry are zero', () => {
  const { domain, domainValue: value } = unregisteredDomain('Venue', 7n, 'liquidation_small');
  expect(domain).toMatchObject({ chainId: '0', registry: `0x${'0'.repeat(40)}` });
  expect(value).toBe(
    registeredDomain('Venue', 7n, 'liquidation_small', { chainId: 0n, registry: `0x${'0'.repeat(40)}` }).domainValue,
  );
});
