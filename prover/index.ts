export { FairmarkError, InputError } from '../circuits/errors.ts';
export { type InstanceArtifacts, loadArtifacts } from './artifacts.ts';
export { type AnnouncedFiles, type AnnounceFilesInput, announceFiles } from './chain/announceFiles.ts';
export { type AnnouncedBatch, type AnnouncementBatch, announceLiquidations } from './chain/announceLiquidations.ts';
export { ChainError } from './chain/chainError.ts';
export { type ChainConnection, connectChain, type SigningConnection } from './chain/connectChain.ts';
export { ContractRefusal } from './chain/contractRefusal.ts';
export { type DeploymentDocument, loadDeployment, readDeployment } from './chain/deploymentDocument.ts';
export { type Deployed, type DeployOptions, deployRegistries } from './chain/deployRegistries.ts';
export { type DraftedEvent, draftEvent } from './chain/draftedEvent.ts';
export { flagOverdue } from './chain/flagOverdue.ts';
export { openDeployment } from './chain/openDeployment.ts';
export { type AnnouncementInput, prepareAnnouncement } from './chain/prepareAnnouncement.ts';
export { type ProposedCharter, proposeCharter } from './chain/proposeCharter.ts';
export { type PublishedAccountRoot, publishAccountRoot } from './chain/publishAccountRoot.ts';
export { readPrivateKey } from './chain/readPrivateKey.ts';
export { type RecordedLiquidations, type RecordOptions, recordLiquidations } from './chain/recordLiquidations.ts';
export { type FeedSettings, type RegisteredFeed, registerFeed } from './chain/registerFeed.ts';
export { optIn, type RegisteredVenue, registerVenue, type VenueSettings } from './chain/registerVenue.ts';
export { type RegisteredLiquidation, registeredLiquidation } from './chain/registryState.ts';
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
export { KernelBackend, type KernelBackendOptions } from './groth16/kernelBackend.ts';
export { nodePlatform } from './groth16/platform/nodePlatform.ts';
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
