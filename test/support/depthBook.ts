import type { BookJson } from './listedBook.ts';

/** A book with depth, as normalised beside the repository: raw values in coin, `markIv` as a share. */
interface DepthBook {
  readonly expiries: readonly {
    readonly quotes: readonly {
      readonly instrument: string;
      readonly markIv: number;
      readonly raw: {
        readonly mark: number;
        readonly underlying: number;
        readonly index: number;
        readonly ts: number;
      };
    }[];
  }[];
}

/** A book with depth in the shape of Deribit's summary. */
export function depthBook({ expiries }: DepthBook): BookJson {
  return {
    result: expiries.flatMap(({ quotes }) =>
      quotes.map(({ instrument, markIv, raw }) => ({
        instrument_name: instrument,
        underlying_price: raw.underlying,
        estimated_delivery_price: raw.index,
        mark_price: raw.mark,
        mark_iv: 100 * markIv,
        creation_timestamp: raw.ts,
      })),
    ),
  };
}
