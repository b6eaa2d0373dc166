/*
 * SHA-256 (FIPS 180-4), synchronous and in any runtime: WebCrypto's is neither. It hashes public
 * keys alone, so it need not be fast, nor take the same time for each.
 */

const PRIMES = firstPrimes(64);
const K = PRIMES.map((prime) => fraction(Math.cbrt(prime)));
const START = PRIMES.slice(0, 8).map((prime) => fraction(Math.sqrt(prime)));

/** The 32 bytes of the hash. */
export function sha256(message: Uint8Array): Uint8Array {
  const blocks = pad(message);
  const state = Int32Array.from(START);
  for (let at = 0; at < blocks.byteLength; at += 64) {
    compress(state, new DataView(blocks.buffer, at, 64));
  }
  const hash = new DataView(new ArrayBuffer(32));
  state.forEach((word, index) => hash.setInt32(index * 4, word));
  return new Uint8Array(hash.buffer);
}

/** §5.1.1. The message is shorter than half a gigabyte. */
function pad(message: Uint8Array): Uint8Array<ArrayBuffer> {
  const blocks = new Uint8Array(Math.ceil((message.length + 9) / 64) * 64);
  blocks.set(message);
  blocks[message.length] = 0x80;
  new DataView(blocks.buffer).setUint32(blocks.length - 4, message.length * 8);
  return blocks;
}

/** §6.2.2. */
function compress(state: Int32Array, block: DataView): void {
  const w = schedule(block);
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state;
  for (let t = 0; t < 64; t++) {
    const choice = (e & f) ^ (~e & g);
    const majority = (a & b) ^ (a & c) ^ (b & c);
    const t1 = (h + sum(e, 6, 11, 25) + choice + (K[t] ?? 0) + (w[t] ?? 0)) | 0;
    const t2 = (sum(a, 2, 13, 22) + majority) | 0;
    [a, b, c, d, e, f, g, h] = [(t1 + t2) | 0, a, b, c, (d + t1) | 0, e, f, g];
  }
  [a, b, c, d, e, f, g, h].forEach((word, index) => (state[index] = (state[index] ?? 0) + word));
}

function schedule(block: DataView): Int32Array {
  const w = new Int32Array(64);
  for (let t = 0; t < 64; t++) {
    const at = (back: number) => w[t - back] ?? 0;
    const s0 = rotate(at(15), 7) ^ rotate(at(15), 18) ^ (at(15) >>> 3);
    const s1 = rotate(at(2), 17) ^ rotate(at(2), 19) ^ (at(2) >>> 10);
    w[t] = t < 16 ? block.getInt32(t * 4) : at(16) + s0 + at(7) + s1;
  }
  return w;
}

function sum(word: number, ...by: readonly number[]): number {
  return by.reduce((total, bits) => total ^ rotate(word, bits), 0);
}

function rotate(word: number, by: number): number {
  return (word >>> by) | (word << (32 - by));
}

function firstPrimes(count: number): number[] {
  const primes: number[] = [];
  for (let number = 2; primes.length < count; number++) {
    if (primes.every((prime) => number % prime !== 0)) primes.push(number);
  }
  return primes;
}

/** The first 32 bits of a number's fractional part. */
function fraction(number: number): number {
  return Math.floor((number % 1) * 2 ** 32) | 0;
}
