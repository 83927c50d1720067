import { textId } from '../../circuits/commitment/domain.ts';
import { InputError } from '../../circuits/errors.ts';
import type { Tick, TickSurface } from '../../verifier/signed/tick.ts';

/**
 * A venue's surface in a tick, and its place there (RG-05).
 *
 * @param venue its name
 * @throws InputError `SURFACE_NOT_IN_TICK`
 */
export function venueSurface(tick: Tick, venue: string): { readonly surface: TickSurface; readonly place: number } {
  const venueId = textId(venue);
  const place = tick.surfaces.findIndex((surface) => surface.venueId === venueId);
  const surface = tick.surfaces[place];
  if (surface) return { surface, place };
  throw new InputError('SURFACE_NOT_IN_TICK', 'the tick holds no surface of the venue', {
    field: 'tick.surfaces',
    remedy: 'Commit to a surface before the tick: the oracle signs what it had received.',
  });
}
