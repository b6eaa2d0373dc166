/** Whether an X25519 public key, a little-endian number, is below 2^255 - 19. */
export function isCanonical(bytes: Uint8Array): boolean {
  const number = bytes.reduceRight((high, byte) => high * 256n + BigInt(byte), 0n);
  return number < 2n ** 255n - 19n;
}
