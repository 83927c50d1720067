export { FairmarkError, InputError } from '../circuits/errors.ts';
export { loadArtifacts } from './artifacts.ts';
export { readPrivateKey } from './chain/readPrivateKey.ts';
export {
  type AccountGreeks,
  type AccountGreeksInput,
  accountGreeks,
  type LegGreeks,
  type OptionGreeks,
} from './companion/accountGreeks.ts';
export { type Black76GreeksInput, black76Greeks } from './companion/black76Greeks.ts';
export type { Greeks } from './companion/greeks.ts';
export {
  type CloseDocument,
  type EventDocument,
  type LiquidationEvent,
  loadEvent,
  readEvent,
  type VenueModel,
} from './event.ts';
export type { Groth16Backend, ProofResult } from './groth16/backend.ts';
export { SnarkjsBackend } from './groth16/snarkjsBackend.ts';
export { NotLiquidatableError } from './plan/notLiquidatableError.ts';
export { type LiquidationPlan, type PlannedRound, planLiquidation } from './plan.ts';
export { type ProvenLiquidation, type ProveOptions, proveLiquidation } from './prove.ts';
export type { ReplayDocument, ReplayedEventDocument, ReplayVerdict } from './replay/replayDocument.ts';
export { type ReplayOptions, type ReplayProgress, replayFolder } from './replay/replayFolder.ts';
export { type CombinedTick, combineTicks, type TickFrom } from './signed/combineTicks.ts';
export { draftStatement } from './signed/draftStatement.ts';
export { type DraftTickOptions, draftTick } from './signed/draftTick.ts';
export { signStatement } from './signed/signStatement.ts';
export { signTick } from './signed/signTick.ts';
export { fitSurface } from './surface/fitSurface.ts';
