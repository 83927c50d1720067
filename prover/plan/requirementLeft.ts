import { CONSTANTS as C } from '../../circuits/constants.ts';
import type { LeafPart } from './leafParts.ts';
import type { PlanLeg } from './planLegs.ts';

/**
 * The worst requirement of what a close leaves open, over all scenarios: money, rounded up, at least zero.
 *
 * @param parts every leaf on its part of the account before the close
 * @param legs of the close
 * @param joint whether all underlyings take leaves of one group
 */
export function requirementLeft(parts: readonly LeafPart[], legs: readonly PlanLeg[], joint: boolean): bigint {
  const left = new Map(legs.map(({ kind, place, leg, closed }) => [`${kind}/${place}`, leg.quantity - closed]));
  /** The worst leaf of every underlying, by group in joint mode. */
  const worst = new Map<bigint, Map<number, bigint>>();
  for (const { underlying, group, held, lots } of parts) {
    const requirement = lots.reduce((sum, { marginPerLot }, i) => {
      const quantity = left.get(`${held[i]?.kind}/${held[i]?.place}`) ?? 0n;
      return sum + quantity * marginPerLot;
    }, 0n);
    const key = joint ? group : 0n;
    const own = worst.get(key) ?? new Map<number, bigint>();
    worst.set(key, own);
    const known = own.get(underlying);
    if (known === undefined || requirement > known) own.set(underlying, requirement);
  }
  const count = new Set(parts.map(({ underlying }) => underlying)).size;
  const most = [...worst.values()]
    .filter(({ size }) => size === count)
    .map((own) => [...own.values()].reduce((sum, requirement) => sum + requirement, 0n))
    .reduce((x, y) => (x > y ? x : y), 0n);
  return (most + C.PER_MILLION - 1n) / C.PER_MILLION;
}
