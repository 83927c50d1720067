import { beforeAll, expect, test } from 'vitest';
import { PUBLIC_SIGNALS } from '../../../circuits/signals.ts';
import { proofWords } from '../../../prover/chain/proofWords.ts';
import { readEvent } from '../../../prover/event.ts';
import { SnarkjsBackend } from '../../../prover/groth16/snarkjsBackend.ts';
import { proveLiquidation } from '../../../prover/prove.ts';
import { contractNamed, readContracts } from '../../../prover/setup/contracts/readContracts.ts';
import { verifierName } from '../../../prover/setup/contracts/verifierContract.ts';
import { defaultWorkspace } from '../../../prover/setup/workspace.ts';
import type { Receipt } from '../../../verifier/receipt.ts';
import { DeployedVerifier } from '../../support/evm/deployedVerifier.ts';
import { type Item, wordsOf } from '../../support/evm/provenItems.ts';
import { smallEvent } from '../../system/support.ts';

let receipt: Receipt;
let item: Item;
let verifier: DeployedVerifier;
beforeAll(async () => {
  const backend = new SnarkjsBackend();
  const event = readEvent(smallEvent());
  ({ receipt } = await proveLiquidation(event, event.model, { backend, instance: 'liquidation_small' }).finally(() =>
    backend.close(),
  ));
  item = {
    proof: proofWords(receipt.proof),
    signals: PUBLIC_SIGNALS.map((name) => BigInt(receipt.publicSignals[name])),
  };
  const compiled = await readContracts(defaultWorkspace().root);
  verifier = await DeployedVerifier.deploy(contractNamed(compiled, verifierName('liquidation_small')));
});

test('RG-11, V21: the proof of a real liquidation holds on chain, under the key that its receipt names', async () => {
  expect(await verifier.read('verificationKeyHash')).toBe(receipt.verificationKeyHash);
  expect(await verifier.verify(wordsOf([item]))).toBe(true);
  expect(await verifier.verify(wordsOf([item, item]))).toBe(true);
});

test.each(PUBLIC_SIGNALS.map((name, j) => [name, j] as const))(
  'RG-11: another %s of a real liquidation does not hold',
  async (_, j) => {
    const signals = item.signals.map((signal, i) => (i === j ? signal + 1n : signal));
    expect(await verifier.refusal(wordsOf([{ ...item, signals }]))).toEqual(['ProofInvalid', 1n]);
  },
);
