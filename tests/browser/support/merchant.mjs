// A merchant made of WebCrypto and jose alone: signs manifests and opens orders by the protocol.
import { calculateJwkThumbprint, CompactSign, compactDecrypt, decodeProtectedHeader } from "jose";
import { exportJWK, generateKeyPair } from "jose";

const DAY = 86_400;

export const POLICY = {
  fields: {
    name: { role: "fulfilment", kind: "name", purpose: "Address the parcel", required: true },
    email: { role: "fulfilment", kind: "email", purpose: "Tell when it comes" },
    tel: { role: "fulfilment", kind: "tel", purpose: "Ask the way" },
    country: { role: "fulfilment", kind: "text", purpose: "Tax", "also-pass": true },
    note: { role: "fulfilment", kind: "text", purpose: "Whatever else" },
    "cc-number": { role: "payments", kind: "card", purpose: "Take the payment" },
    "cc-exp": { role: "payments", kind: "expiry", purpose: "Take the payment" },
    "national-id": { role: "payments", kind: "national-id", purpose: "Customs" },
  },
  pass: ["cart", "csrf_token", "action", "shipping_method[*]"],
};

export class Merchant {
  static async create({ groups = [undefined] } = {}) {
    const merchant = new Merchant();
    merchant.identity = await generateKeyPair("Ed25519", { extractable: true });
    merchant.jwk = publicJwk(await exportJWK(merchant.identity.publicKey));
    merchant.pin = await pinOf(merchant.jwk);
    merchant.groups = groups;
    merchant.roleKeys = new Map();
    return merchant;
  }

  /** Signs a manifest. What is given replaces what a policy and `publish` would say. */
  async publish(changes = {}) {
    const now = Math.floor(Date.now() / 1000);
    const payload = {
      merchant: "Acme Books",
      env: "test",
      origins: ["http://127.0.0.1:*"],
      iat: now,
      exp: now + 90 * DAY,
      version: now,
      revoked: [],
      forms: {},
      contact: {},
      ...POLICY,
      ...changes,
    };
    payload.keys ??= await this.#keysFor(payload);
    return this.sign(payload);
  }

  async sign(payload) {
    return new CompactSign(new TextEncoder().encode(JSON.stringify(payload)))
      .setProtectedHeader({ alg: "Ed25519", typ: "vnd.waxseal.manifest.v1", jwk: this.jwk })
      .sign(this.identity.privateKey);
  }

  /** The payload of a manifest, to change it and sign it again. */
  payloadOf(jws) {
    return { payload: JSON.parse(Buffer.from(jws.split(".")[1], "base64url")) };
  }

  /** A public key with its thumbprint. */
  async describe(jwk) {
    return { ...jwk, kid: await calculateJwkThumbprint(jwk) };
  }

  async #keysFor({ fields, iat, exp }) {
    const roles = [...new Set(Object.values(fields).map(({ role }) => role))];
    const keys = [];
    for (const role of roles) {
      for (const grp of this.groups) keys.push(await this.#publicKey(role, grp, iat, exp));
    }
    return keys;
  }

  async #publicKey(role, grp, nbf, exp) {
    const { privateKey, publicKey } = await this.#keyPair(`${role} ${grp}`);
    const jwk = publicJwk(await exportJWK(publicKey));
    const kid = await calculateJwkThumbprint(jwk);
    this.roleKeys.set(kid, { privateKey, role, grp });
    return { ...jwk, kid, alg: "ECDH-ES", use: "enc", role, ...(grp && { grp }), nbf, exp };
  }

  #pairs = new Map();
  async #keyPair(name) {
    if (!this.#pairs.has(name)) {
      const options = { crv: "X25519", extractable: true };
      this.#pairs.set(name, await generateKeyPair("ECDH-ES", options));
    }
    return this.#pairs.get(name);
  }

  /** Opens every part of an order. */
  async open(line) {
    const parts = [];
    for (const part of line.split("~")) parts.push(await this.#openPart(part));
    const fields = Object.assign({}, ...parts.map((part) => part.fields));
    return { fields, parts, header: parts[0].header };
  }

  async #openPart(part) {
    const header = decodeProtectedHeader(part);
    const { privateKey } = this.roleKeys.get(header.kid);
    const { plaintext } = await compactDecrypt(part, privateKey);
    const { _, ...fields } = JSON.parse(new TextDecoder().decode(plaintext));
    return { header, fields };
  }
}

function publicJwk({ kty, crv, x }) {
  return { kty, crv, x };
}

async function pinOf(jwk) {
  return `urn:ietf:params:oauth:jwk-thumbprint:sha-256:${await calculateJwkThumbprint(jwk)}`;
}
