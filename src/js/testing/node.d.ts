/** What is used of Node.js, and no more: the rest of the package must run without it. */
declare module "node:crypto" {
  interface KeyObject {
    export(options: { readonly format: "jwk" }): Readonly<Record<string, string>>;
  }
  interface KeyPair {
    readonly publicKey: KeyObject;
    readonly privateKey: KeyObject;
  }
  interface Jwk {
    readonly key: Readonly<Record<string, string>>;
    readonly format: "jwk";
  }
  interface Decipher {
    setAAD(data: Uint8Array): Decipher;
    setAuthTag(tag: Uint8Array): Decipher;
    update(data: Uint8Array): Uint8Array;
    final(): Uint8Array;
  }
  function generateKeyPairSync(type: "ed25519" | "x25519"): KeyPair;
  function createPublicKey(jwk: Jwk): KeyObject;
  function createPrivateKey(jwk: Jwk): KeyObject;
  function diffieHellman(keys: KeyPair): Uint8Array;
  function sign(algorithm: null, data: Uint8Array, key: KeyObject): Uint8Array;
  function createDecipheriv(
    algorithm: "aes-256-gcm",
    key: Uint8Array,
    iv: Uint8Array,
    options: { readonly authTagLength: number },
  ): Decipher;
  function createHash(algorithm: "sha256"): {
    update(data: Uint8Array): { digest(): Uint8Array };
  };
  function randomInt(max: number): number;
}

declare module "node:zlib" {
  type Inflate = (data: Uint8Array, options: { readonly maxOutputLength: number }) => Uint8Array;
  const unzipSync: Inflate;
  const inflateRawSync: Inflate;
  const brotliDecompressSync: Inflate;
}
