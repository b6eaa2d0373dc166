// JWE (RFC 7516), ECDH-ES over X25519, by WebCrypto and nothing else.
const utf8 = new TextEncoder();
const encode = (bytes) =>
  btoa(String.fromCharCode(...new Uint8Array(bytes))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
const word = (number) => [0, 0, number >> 8, number & 255];

export async function seal(text, { kty, crv, x }) {
  const { subtle } = crypto;
  const recipient = await subtle.importKey("jwk", { kty, crv, x }, { name: "X25519" }, false, []);
  const pair = await subtle.generateKey({ name: "X25519" }, true, ["deriveBits"]);
  const z = await subtle.deriveBits({ name: "X25519", public: recipient }, pair.privateKey, 256);
  const algorithm = utf8.encode("A256GCM");
  const about = [...word(1), ...new Uint8Array(z), ...word(7), ...algorithm, ...word(0), ...word(0), ...word(256)];
  const key = await subtle.digest("SHA-256", Uint8Array.from(about));
  const aes = await subtle.importKey("raw", key, "AES-GCM", false, ["encrypt"]);
  const epk = { kty, crv, x: encode(await subtle.exportKey("raw", pair.publicKey)) };
  const header = encode(utf8.encode(JSON.stringify({ alg: "ECDH-ES", enc: "A256GCM", epk })));
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const options = { name: "AES-GCM", iv, additionalData: utf8.encode(header) };
  const sealed = new Uint8Array(await subtle.encrypt(options, aes, utf8.encode(text)));
  return [header, "", ...[iv, sealed.subarray(0, -16), sealed.subarray(-16)].map(encode)].join(".");
}
