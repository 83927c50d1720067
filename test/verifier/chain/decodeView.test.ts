import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type Abi,
  type AbiParameter,
  decodeFunctionResult,
  encodeFunctionData,
  encodeFunctionResult,
  type Hex,
} from 'viem';
import { describe, expect, test } from 'vitest';
import { contractNamed, readContracts } from '../../../prover/setup/contracts/readContracts.ts';
import { REGISTRY_ABI_FILE, REGISTRY_CONTRACTS, registryAbi } from '../../../prover/setup/contracts/registryAbi.ts';
import { defaultWorkspace } from '../../../prover/setup/workspace.ts';
import { decodeView } from '../../../verifier/chain/decodeView.ts';
import { encodeCall } from '../../../verifier/chain/encodeCall.ts';
import type { ViewLayout, WordType } from '../../../verifier/chain/viewLayout.ts';
import { REGISTRY_VIEWS } from '../../../verifier/generated/registryAbi.ts';

const { root } = defaultWorkspace();
const compiled = await readContracts(root);

test('the committed layouts are what the compiled contracts give, byte for byte', () => {
  expect(readFileSync(join(root, REGISTRY_ABI_FILE), 'utf8')).toBe(registryAbi(compiled));
});

test('a view that a contract has not, or that changes state, gets no layout', () => {
  const { LiquidationRegistry, ...others } = compiled.contracts;
  expect(() => registryAbi({ ...compiled, contracts: others })).toThrow(/no contract LiquidationRegistry/);
  const abi = contractNamed(compiled, 'LiquidationRegistry').abi.filter(
    (item) => item.type !== 'function' || item.name !== 'stateOf',
  );
  const without = { ...compiled.contracts, LiquidationRegistry: { abi, bytecode: '0x' as const } };
  expect(() => registryAbi({ ...compiled, contracts: without })).toThrow(/LiquidationRegistry has no view stateOf/);
  expect(LiquidationRegistry).toBeDefined();
});

/** A value of each type, different at every place; of an enum, its place among the names. */
function sample(type: WordType, place: number): bigint | boolean | Hex {
  if (typeof type !== 'string') return BigInt(type.length - 1);
  if (type === 'bool') return place % 2 === 0;
  if (type === 'address') return `0x${(place + 1).toString(16).padStart(40, '0')}`;
  const size = Number(/\d+$/.exec(type)?.[0]);
  if (type.startsWith('uint')) return (1n << BigInt(size)) - 1n - BigInt(place);
  return `0x${(0x11 * (place + 1))
    .toString(16)
    .padStart(2, '0')
    .repeat(size)
    .slice(0, 2 * size)}`;
}

/** What viem takes for a result: small integers are numbers to it, and a struct is an object. */
function viemResult(outputs: readonly AbiParameter[], values: unknown[]): unknown {
  const take = (parameter: AbiParameter): unknown => {
    if ('components' in parameter) {
      return Object.fromEntries(parameter.components.map((part) => [part.name, take(part)]));
    }
    const value = values.shift();
    return typeof value === 'bigint' && Number(/\d+$/.exec(parameter.type)?.[0]) <= 48 ? Number(value) : value;
  };
  const results = outputs.map(take);
  return results.length === 1 ? results[0] : results;
}

const ALL = Object.entries<ViewLayout>(REGISTRY_VIEWS).map(([name, view]) => {
  const contract = REGISTRY_CONTRACTS[view.at];
  return [`${contract}.${name}`, contract, name, view] as const;
});

describe.each(ALL)('%s', (_, contract, name, view) => {
  const abi: Abi = contractNamed(compiled, contract).abi;
  const item = abi.find((entry) => entry.type === 'function' && entry.name === name);
  if (item?.type !== 'function') throw new Error('no such function');
  const words = Object.entries(view.words);
  const values = words.map(([, type], i) => sample(type, i));
  const result = viemResult(item.outputs, [...values]);
  const data = encodeFunctionResult({ abi, functionName: name, result });

  test('is called as viem calls it', () => {
    const args = view.inputs.map((type, i) => sample(type, i));
    const viemArgs = args.map((value, i) =>
      typeof value === 'bigint' && Number(/\d+$/.exec(view.inputs[i] ?? '')?.[0]) <= 48 ? Number(value) : value,
    );
    expect(encodeCall(name, view, args as never)).toBe(encodeFunctionData({ abi, functionName: name, args: viemArgs }));
  });

  test('is decoded as viem encodes it', () => {
    expect(decodeFunctionResult({ abi, functionName: name, data })).toEqual(result);
    const decoded = Object.values(decodeView(name, view, data));
    expect(decoded).toEqual(words.map(([, type], i) => (typeof type === 'string' ? values[i] : type.at(-1))));
    expect(Object.keys(decodeView(name, view, data))).toEqual(words.map(([field]) => field));
  });

  test('W4 is refused where it is empty, shorter, longer or no bytes', () => {
    const bad: unknown[] = [
      '0x',
      data.slice(0, -64),
      `${data}${'0'.repeat(64)}`,
      data.slice(0, -2),
      data.slice(0, -1),
      data.slice(2),
    ];
    for (const answer of [...bad, data.toUpperCase(), undefined, null, 0, {}, [data]]) {
      expect(() => decodeView(name, view, answer)).toThrow(
        expect.objectContaining({ name: 'ChainAnswerError', code: 'CHAIN_ANSWER', field: name }),
      );
    }
  });

  test('W4 is refused with a value outside its type', () => {
    for (const [i, [, type]] of words.entries()) {
      if (type === 'uint256' || type === 'bytes32') continue;
      const start = 2 + 64 * i;
      const digit = String(type).startsWith('bytes') ? start + 63 : start;
      const outside = `${data.slice(0, digit)}f${data.slice(digit + 1)}`;
      expect(() => decodeView(name, view, outside)).toThrow(new RegExp(`a value that is no ${type}$`));
    }
  });
});

test('an argument outside its type is an error of the caller', () => {
  const view = REGISTRY_VIEWS.factsOf;
  const venueId: Hex = `0x${'1'.repeat(64)}`;
  expect(() => encodeCall('factsOf', view, [venueId, 1n << 64n])).toThrow(RangeError);
  expect(() => encodeCall('factsOf', view, ['0x12', 1n])).toThrow(RangeError);
  expect(() => encodeCall('factsOf', view, [venueId.toUpperCase() as Hex, 1n])).toThrow(RangeError);
});
