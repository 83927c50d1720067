export { ClauseViolation } from './clauseViolation.ts';
export { legGain } from './closing/legGain.ts';
export { penaltyCap } from './closing/priceFairness.ts';
export { feeLimit } from './closing/settlement.ts';
export { shortfallToTarget } from './closing/shortfallToTarget.ts';
export { accountAfterClose } from './commitment/accountAfterClose.ts';
export { accountCommitment } from './commitment/accountCommitment.ts';
export { type DomainPreimage, domainValue, textId } from './commitment/domain.ts';
export { outcomeCommitment } from './commitment/outcomeCommitment.ts';
export { rulebookCommitment } from './commitment/rulebookCommitment.ts';
export { ScenarioTree } from './commitment/scenarioTree.ts';
export { snapshotCommitment } from './commitment/snapshotCommitment.ts';
export { surfaceCommitment } from './commitment/surfaceCommitment.ts';
export { CONSTANTS } from './constants.ts';
export { FairmarkError, InputError } from './errors.ts';
export {
  type Close,
  type LegPlace,
  type LiquidationInputs,
  type LiquidationResult,
  runLiquidation,
} from './liquidation.ts';
export { type AccountMargin, evaluateAccount } from './margin/evaluateAccount.ts';
export { equityGap, marginGap } from './margin/trigger.ts';
export type * from './objects.ts';
export { optionPrice } from './pricing/optionPrice.ts';
export { PUBLIC_SIGNALS, type PublicSignals } from './signals.ts';
export { type InstanceShape, neededShape, ShapeError, witnessInputs } from './witnessInputs.ts';
