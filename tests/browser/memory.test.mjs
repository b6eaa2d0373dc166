// What the module leaves behind in its memory.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Sealer } from "../../pkg/dist/index.js";
import { Merchant } from "./support/merchant.mjs";

/** What passes the module's border: for each call its arguments and its result, in hex. */
const calls = [];
let memory;

/** The real module, whose functions are overheard. */
class Overheard {
  constructor(module, imports) {
    const { exports } = new Instance(module, imports);
    memory = exports.memory;
    const names = ["agree", "encrypt"];
    const heard = names.map((name) => [name, overhear(name, exports[name])]);
    this.exports = { ...exports, ...Object.fromEntries(heard) };
  }
}
const { Instance } = WebAssembly;
WebAssembly.Instance = Overheard;

function overhear(name, call) {
  return (...places) => {
    const given = [];
    for (let i = 0; i < places.length; i += 2) given.push(hex(places[i], places[i + 1]));
    const [at, length] = call(...places);
    calls.push({ name, given, taken: hex(at, length) });
    return [at, length];
  };
}

const hex = (at, length) => Buffer.from(memory.buffer, at, length).toString("hex");

test("the module's memory keeps no plaintext and no key", async () => {
  const merchant = await Merchant.create();
  const manifest = await merchant.publish();
  const origin = "http://127.0.0.1:8080";
  const sealer = await Sealer.load({ manifest, pin: merchant.pin, origin });
  sealer.prepare();
  assertWiped();
  sealer.seal({ name: "Ada Lovelace", "cc-number": "4111 1111 1111 1111" });
  assertWiped();
  assert.equal(calls.filter(({ name }) => name === "encrypt").length, 2);
});

test("an order that fails at its IV leaves no plaintext", async (t) => {
  const merchant = await Merchant.create();
  const manifest = await merchant.publish();
  const sealer = await Sealer.load({ manifest, pin: merchant.pin, origin: "http://127.0.0.1:8080" });
  sealer.prepare();
  const { fill } = Uint8Array.prototype;
  const padded = [];
  // A plaintext begins as spaces.
  t.mock.method(Uint8Array.prototype, "fill", function (value, ...rest) {
    if (value === 32) padded.push(this);
    return fill.call(this, value, ...rest);
  });
  const draw = crypto.getRandomValues.bind(crypto);
  t.mock.method(crypto, "getRandomValues", (bytes) => {
    if (bytes.length === 12) throw new Error("no entropy");
    return draw(bytes);
  });
  assert.throws(() => sealer.seal({ name: "Ada Lovelace" }), /no entropy/);
  assert.equal(padded.length, 1);
  assert.ok(padded[0].every((byte) => byte === 0));
});

function assertWiped() {
  const left = hex(0, memory.buffer.byteLength);
  for (const { name, given, taken } of calls) {
    const secrets = name === "agree" ? [given[1], taken.slice(64)] : [given[0], given[3].slice(0, 48)];
    for (const secret of secrets) {
      assert.ok(secret.length >= 48);
      assert.ok(!left.includes(secret), `${name} leaves a secret`);
    }
  }
}
