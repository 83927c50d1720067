// Generated from the compiled contracts by `npm run generate`: do not edit.
import type { EventLayout, TextEventLayout, ViewLayout } from '../chain/viewLayout.ts';

/** The views that are read on chain, by name. */
export const REGISTRY_VIEWS = {
  charters: {
    at: 'registry',
    inputs: [],
    words: {
      value: 'address',
    },
  },
  feeds: {
    at: 'registry',
    inputs: [],
    words: {
      value: 'address',
    },
  },
  verifiers: {
    at: 'registry',
    inputs: [],
    words: {
      value: 'address',
    },
  },
  stateOf: {
    at: 'registry',
    inputs: ['bytes32', 'uint256'],
    words: {
      producedBy: 'uint48',
      signalsTag: 'bytes26',
      consumedBy: 'uint48',
      predecessor: 'uint48',
      offset: 'uint16',
      recordedAt: 'uint40',
      status: ['none', 'announced', 'recorded', 'overdue'],
    },
  },
  factsOf: {
    at: 'registry',
    inputs: ['bytes32', 'uint64'],
    words: {
      rulebookCommitment: 'uint256',
      surfaceCommitment: 'uint256',
      snapshotCommitment: 'uint256',
      observedAt: 'uint40',
      announcedAt: 'uint40',
      deadline: 'uint40',
      verifierId: 'uint32',
      charterIndex: 'uint32',
      round: 'uint64',
    },
  },
  countsOf: {
    at: 'registry',
    inputs: ['bytes32'],
    words: {
      announced: 'uint64',
      recorded: 'uint64',
      overdue: 'uint64',
    },
  },
  hasEquivocated: {
    at: 'registry',
    inputs: ['bytes32'],
    words: {
      value: 'bool',
    },
  },
  charterAt: {
    at: 'charters',
    inputs: ['bytes32', 'uint32'],
    words: {
      rulebookCommitment: 'uint256',
      documentDigest: 'bytes32',
      feedsDigest: 'bytes32',
      activeFrom: 'uint40',
      supersededAt: 'uint40',
      'terms.recordWithin': 'uint32',
      'terms.roundsBehind': 'uint32',
      'terms.tickAge': 'uint32',
      'terms.surfaceAge': 'uint32',
      'terms.roundsPerTick': 'uint16',
    },
  },
  isStatementSigner: {
    at: 'charters',
    inputs: ['bytes32', 'address', 'uint256'],
    words: {
      value: 'bool',
    },
  },
  verifierAt: {
    at: 'verifiers',
    inputs: ['uint32'],
    words: {
      verifier: 'address',
      activeFrom: 'uint40',
      retiredAt: 'uint40',
      kind: ['development', 'ceremony'],
      statementVersion: 'uint32',
      instanceId: 'bytes32',
      verificationKeyHash: 'bytes32',
      transcriptHash: 'bytes32',
      codeHash: 'bytes32',
    },
  },
} as const satisfies Record<string, ViewLayout>;

/** The events that are read on chain, by name. */
export const REGISTRY_EVENTS = {
  LiquidationRecorded: {
    topic: '0x4522c20ece1b0ee71d1450e13ae1f6a52ab374d60219d90e025b47c918b9d32c',
    indexed: 3,
    words: {
      venueId: 'bytes32',
      sequence: 'uint64',
      accountAfter: 'uint256',
      accountBefore: 'uint256',
      outcomeCommitment: 'uint256',
      'proof.a.0': 'uint256',
      'proof.a.1': 'uint256',
      'proof.b.0': 'uint256',
      'proof.b.1': 'uint256',
      'proof.b.2': 'uint256',
      'proof.b.3': 'uint256',
      'proof.c.0': 'uint256',
      'proof.c.1': 'uint256',
    },
  },
  VenueRegistered: {
    topic: '0x9807743033a2e49ba9534e7b314807a73a61186ca4143842eb7921a998a7442d',
    indexed: 1,
    wordsBeforeText: 8,
  },
} as const satisfies Record<string, EventLayout | TextEventLayout>;
