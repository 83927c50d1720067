/** Rotations of the 25 lanes, and where each lane goes, along the path of Keccak's steps rho and pi. */
const ROTATIONS: number[] = [];
const PLACES: number[] = [];
/** Round constants of step iota. */
const CONSTANTS: bigint[] = [];
for (let round = 0, bit = 1n, x = 1, y = 0; round < 24; round++) {
  [x, y] = [y, (2 * x + 3 * y) % 5];
  PLACES.push(5 * y + x);
  ROTATIONS.push((((round + 1) * (round + 2)) / 2) % 64);
  let constant = 0n;
  // A linear feedback register of eight bits gives one bit for each power of two below 64.
  for (let j = 0n; j < 7n; j++) {
    bit = ((bit << 1n) ^ ((bit >> 7n) * 0x71n)) % 256n;
    if (bit & 2n) constant ^= 1n << ((1n << j) - 1n);
  }
  CONSTANTS.push(constant);
}

const LANE = (1n << 64n) - 1n;
/** Bytes of a block of keccak-256. */
const RATE = 136;

function permute(lanes: bigint[]): void {
  const at = (i: number) => lanes[i] as bigint;
  for (const constant of CONSTANTS) {
    const columns = [0, 1, 2, 3, 4].map((x) => at(x) ^ at(x + 5) ^ at(x + 10) ^ at(x + 15) ^ at(x + 20));
    const column = (x: number) => columns[x % 5] as bigint;
    for (let i = 0; i < 25; i++) {
      const next = column((i % 5) + 1);
      lanes[i] = at(i) ^ column((i % 5) + 4) ^ (((next << 1n) | (next >> 63n)) & LANE);
    }
    let moved = at(1);
    PLACES.forEach((place, i) => {
      const by = BigInt(ROTATIONS[i] as number);
      const kept = at(place);
      lanes[place] = ((moved << by) | (moved >> (64n - by))) & LANE;
      moved = kept;
    });
    for (let row = 0; row < 25; row += 5) {
      const old = lanes.slice(row, row + 5);
      for (let x = 0; x < 5; x++) {
        lanes[row + x] = (old[x] as bigint) ^ (~(old[(x + 1) % 5] as bigint) & LANE & (old[(x + 2) % 5] as bigint));
      }
    }
    lanes[0] = at(0) ^ constant;
  }
}

/**
 * keccak-256 as Ethereum has it, on big integers: small rather than fast. It stands in for `@noble/hashes` when the page is
 * built, and a test compares the two.
 */
export function keccak_256(message: Uint8Array): Uint8Array {
  const padded = new Uint8Array((Math.floor(message.length / RATE) + 1) * RATE);
  padded.set(message);
  padded[message.length] = 1;
  padded[padded.length - 1] = (padded[padded.length - 1] as number) | 0x80;
  const lanes = new Array<bigint>(25).fill(0n);
  const view = new DataView(padded.buffer);
  for (let start = 0; start < padded.length; start += RATE) {
    for (let i = 0; i < RATE / 8; i++) {
      lanes[i] = (lanes[i] as bigint) ^ view.getBigUint64(start + 8 * i, true);
    }
    permute(lanes);
  }
  const digest = new DataView(new ArrayBuffer(32));
  for (let i = 0; i < 4; i++) digest.setBigUint64(8 * i, lanes[i] as bigint, true);
  return new Uint8Array(digest.buffer);
}
