// Generated from the compiled contracts by `npm run generate`: do not edit.
import type { ViewLayout } from '../chain/viewLayout.ts';

/** The views that are read on chain, by contract and name. */
export const REGISTRY_VIEWS = {
  LiquidationRegistry: {
    charters: {
      selector: '0x55759565',
      inputs: [],
      words: [
        ['value', 'address'],
      ],
    },
    feeds: {
      selector: '0xd63605b8',
      inputs: [],
      words: [
        ['value', 'address'],
      ],
    },
    verifiers: {
      selector: '0x26779776',
      inputs: [],
      words: [
        ['value', 'address'],
      ],
    },
    stateOf: {
      selector: '0xeb517a45',
      inputs: ['bytes32', 'uint256'],
      words: [
        ['producedBy', 'uint48'],
        ['signalsTag', 'bytes26'],
        ['consumedBy', 'uint48'],
        ['predecessor', 'uint48'],
        ['offset', 'uint16'],
        ['recordedAt', 'uint40'],
        ['status', 'uint8'],
      ],
    },
    factsOf: {
      selector: '0xbce3e9ba',
      inputs: ['bytes32', 'uint64'],
      words: [
        ['rulebookCommitment', 'uint256'],
        ['surfaceCommitment', 'uint256'],
        ['snapshotCommitment', 'uint256'],
        ['observedAt', 'uint40'],
        ['announcedAt', 'uint40'],
        ['deadline', 'uint40'],
        ['verifierId', 'uint32'],
        ['charterIndex', 'uint32'],
        ['round', 'uint64'],
      ],
    },
    headOf: {
      selector: '0x19b5651e',
      inputs: ['bytes32', 'bytes32'],
      words: [
        ['lastSequence', 'uint48'],
        ['lastAnnouncedAt', 'uint40'],
        ['lastObservedAt', 'uint40'],
        ['roundsAtTick', 'uint16'],
      ],
    },
    countsOf: {
      selector: '0x9a3c9c21',
      inputs: ['bytes32'],
      words: [
        ['announced', 'uint64'],
        ['recorded', 'uint64'],
        ['overdue', 'uint64'],
      ],
    },
    accountRootAt: {
      selector: '0x4a489895',
      inputs: ['bytes32', 'uint64'],
      words: [
        ['root', 'bytes32'],
        ['publishedAt', 'uint40'],
      ],
    },
    hasEquivocated: {
      selector: '0x674bdbf4',
      inputs: ['bytes32'],
      words: [
        ['value', 'bool'],
      ],
    },
  },
  CharterRegistry: {
    charterAt: {
      selector: '0x062256c9',
      inputs: ['bytes32', 'uint32'],
      words: [
        ['rulebookCommitment', 'uint256'],
        ['documentDigest', 'bytes32'],
        ['feedsDigest', 'bytes32'],
        ['activeFrom', 'uint40'],
        ['supersededAt', 'uint40'],
        ['terms.recordWithin', 'uint32'],
        ['terms.roundsBehind', 'uint32'],
        ['terms.tickAge', 'uint32'],
        ['terms.surfaceAge', 'uint32'],
        ['terms.roundsPerTick', 'uint16'],
      ],
    },
    charterFor: {
      selector: '0x61c3454a',
      inputs: ['bytes32', 'bytes32', 'uint256'],
      words: [
        ['index', 'uint32'],
        ['charter.rulebookCommitment', 'uint256'],
        ['charter.documentDigest', 'bytes32'],
        ['charter.feedsDigest', 'bytes32'],
        ['charter.activeFrom', 'uint40'],
        ['charter.supersededAt', 'uint40'],
        ['charter.terms.recordWithin', 'uint32'],
        ['charter.terms.roundsBehind', 'uint32'],
        ['charter.terms.tickAge', 'uint32'],
        ['charter.terms.surfaceAge', 'uint32'],
        ['charter.terms.roundsPerTick', 'uint16'],
      ],
    },
    isVenue: {
      selector: '0x7e1ee78c',
      inputs: ['bytes32'],
      words: [
        ['value', 'bool'],
      ],
    },
    isStatementSigner: {
      selector: '0xbbd0001b',
      inputs: ['bytes32', 'address', 'uint256'],
      words: [
        ['value', 'bool'],
      ],
    },
    namesFeed: {
      selector: '0x8cdaddcd',
      inputs: ['bytes32', 'uint32', 'bytes32'],
      words: [
        ['value', 'bool'],
      ],
    },
  },
  FeedRegistry: {
    tickHashOf: {
      selector: '0x17896128',
      inputs: ['bytes32', 'uint64'],
      words: [
        ['value', 'bytes32'],
      ],
    },
    newestTick: {
      selector: '0x3885bb2c',
      inputs: ['bytes32'],
      words: [
        ['round', 'uint64'],
        ['observedAt', 'uint64'],
      ],
    },
    epochOf: {
      selector: '0xb6923aa9',
      inputs: ['bytes32', 'uint32'],
      words: [
        ['signers', 'address[]'],
        ['quorum', 'uint16'],
        ['activeFrom', 'uint40'],
        ['supersededAt', 'uint40'],
      ],
    },
    isRevoked: {
      selector: '0x60d6e2c0',
      inputs: ['bytes32', 'address'],
      words: [
        ['value', 'bool'],
      ],
    },
    latestEpoch: {
      selector: '0xc9ecaf6d',
      inputs: ['bytes32'],
      words: [
        ['value', 'uint32'],
      ],
    },
    adminOf: {
      selector: '0xc5344411',
      inputs: ['bytes32'],
      words: [
        ['value', 'address'],
      ],
    },
  },
  VerifierRegistry: {
    verifierAt: {
      selector: '0x78607627',
      inputs: ['uint32'],
      words: [
        ['verifier', 'address'],
        ['activeFrom', 'uint40'],
        ['retiredAt', 'uint40'],
        ['kind', 'uint8'],
        ['statementVersion', 'uint32'],
        ['instanceId', 'bytes32'],
        ['verificationKeyHash', 'bytes32'],
        ['transcriptHash', 'bytes32'],
        ['codeHash', 'bytes32'],
      ],
    },
  },
} as const satisfies Record<string, Record<string, ViewLayout>>;
