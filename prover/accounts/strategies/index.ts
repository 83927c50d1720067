import type { Strategy } from '../strategy.ts';
import { calendar } from './calendar.ts';
import { condor } from './condor.ts';
import { coveredCall } from './coveredCall.ts';
import { hedgedShort } from './hedgedShort.ts';
import { nakedShort } from './nakedShort.ts';
import { ratioSpread } from './ratioSpread.ts';
import { shortStrangle } from './shortStrangle.ts';
import { vertical } from './vertical.ts';

/** How accounts trade within one underlying. */
export const STRATEGIES = {
  nakedShort,
  shortStrangle,
  vertical,
  condor,
  calendar,
  coveredCall,
  ratioSpread,
  hedgedShort,
} as const satisfies Record<string, Strategy>;
