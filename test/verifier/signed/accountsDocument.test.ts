import { describe, expect, test } from 'vitest';
import { SCALAR_FIELD } from '../../../verifier/points.ts';
import { accountsTree, readAccounts, writeAccounts } from '../../../verifier/signed/accountsDocument.ts';
import { changed } from '../../support/documents.ts';
import { accountsTree as standardTree } from '../../support/evm/registryKit.ts';
import { accountStates } from '../../support/signed.ts';

const document = accountStates();
const refused = (code: string, field: string) => expect.objectContaining({ name: 'InputError', code, field });

describe('RG-07: account states', () => {
  test('survive writing in any order and reading', () => {
    const states = readAccounts(document);
    expect(writeAccounts(states)).toEqual(document);
    expect(writeAccounts({ ...states, accounts: [...states.accounts].reverse() })).toEqual(document);
  });

  test('have the root and the proofs that contracts check', () => {
    const { accounts } = readAccounts(document);
    const theirs = standardTree(accounts.map((entry) => [entry.handle, entry.accountCommitment] as const));
    const ours = accountsTree(accounts);
    expect(ours.root).toBe(theirs.root);
    accounts.forEach((_, i) => {
      expect(ours.proofOf(i)).toEqual(theirs.getProof(i));
    });
    expect(accountsTree(accounts.slice(0, 1)).proofOf(0)).toEqual([]);
  });

  test('V29: no account has two states', () => {
    const [first, second, third] = document.accounts;
    const twice = { ...document, accounts: [first, { ...first, accountCommitment: second?.accountCommitment }, third] };
    expect(() => readAccounts(twice)).toThrow(refused('ACCOUNT_REPEATED', 'accounts.accounts[1]'));
    const hidden = { ...document, accounts: [first, second, third, first] };
    expect(() => readAccounts(hidden)).toThrow(refused('ACCOUNT_ORDER', 'accounts.accounts[3]'));
  });

  test.each<[string, unknown, string]>([
    ['accounts', [], 'ARRAY_LENGTH'],
    ['accounts', {}, 'ARRAY_EXPECTED'],
    ['accounts.0.handle', 'alice', 'WORD_INVALID'],
    ['accounts.0.handle', document.accounts[0]?.handle.toUpperCase(), 'WORD_INVALID'],
    ['accounts.0.accountCommitment', `0x${SCALAR_FIELD.toString(16)}`, 'FIELD_ELEMENT_INVALID'],
    ['accounts.1.owner', 'alice', 'FIELD_UNKNOWN'],
    ['venue', ' ', 'TEXT_INVALID'],
    ['format', 'fairmark.account.v1', 'FORMAT_UNKNOWN'],
  ])('with %s = %j are refused', (path, value, code) => {
    expect(() => readAccounts(changed(document, path, value))).toThrow(expect.objectContaining({ code }));
  });
});
