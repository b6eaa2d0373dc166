// What the module leaves behind in its memory.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Sealer } from "../../pkg/dist/index.js";
import { Merchant } from "./support/merchant.mjs";

const NAME = "Ada Lovelace";
const CARD = "4111111111111111";
const origin = "http://127.0.0.1:8080";

let memory;

/** The real module, of which the memory is kept. */
class Overseen extends WebAssembly.Instance {
  constructor(module, imports) {
    super(module, imports);
    memory = this.exports.memory;
  }
}
WebAssembly.Instance = Overseen;

/** What is drawn at random, in the order in which it is. */
const drawn = [];
const draw = crypto.getRandomValues.bind(crypto);
crypto.getRandomValues = (bytes) => {
  draw(bytes);
  drawn.push(Buffer.from(bytes).toString("hex"));
  return bytes;
};

async function sealerOf() {
  const merchant = await Merchant.create();
  return Sealer.load({ manifest: await merchant.publish(), pin: merchant.pin, origin });
}

const left = () => Buffer.from(memory.buffer).toString("hex");
const hex = (text) => Buffer.from(text).toString("hex");

/** No secret that was drawn, and nothing of the customer's. */
function assertWiped(secrets, texts) {
  const bytes = left();
  for (const secret of secrets) assert.ok(!bytes.includes(secret), "a secret is left");
  for (const text of texts) {
    assert.ok(!bytes.includes(hex(text)), `${text} is left`);
    assert.ok(!bytes.includes(hex(Buffer.from(text).toString("base64url").slice(2, -2))), `${text} is left`);
  }
}

test("the module's memory keeps no plaintext and no key", async () => {
  const sealer = await sealerOf();
  drawn.length = 0;
  sealer.prepare();
  // An ephemeral key for each role: their agreements wait, the keys themselves are gone.
  assert.equal(drawn.length, 2);
  assertWiped(drawn, []);
  sealer.seal({ name: NAME, "cc-number": "4111 1111 1111 1111" });
  assert.equal(drawn.length, 3, "randomness is drawn once an order");
  // The seed of an order, in front of the IVs, which are no secret.
  assertWiped([drawn[0], drawn[1], drawn[2].slice(-32)], [NAME, CARD, "4111 1111 1111 1111"]);
});

test("an order without prepared keys leaves none", async () => {
  const sealer = await sealerOf();
  drawn.length = 0;
  sealer.seal({ name: NAME, "cc-number": CARD });
  const [bytes] = drawn;
  for (let at = 0; at + 64 <= bytes.length; at += 64) assertWiped([bytes.slice(at, at + 64)], [NAME, CARD]);
});

test("a value that is refused is not left either", async () => {
  const sealer = await sealerOf();
  assert.throws(() => sealer.seal({ name: NAME, "cc-number": "4111 1111 1111 1112" }), { code: "invalid-field" });
  assertWiped([], [NAME, "4111 1111 1111 1112", "4111111111111112"]);
});

test("what is no text is refused as a reference, not left out, and leaves nothing", async () => {
  const sealer = await sealerOf();
  for (const ref of [1001, null, {}]) {
    assert.throws(() => sealer.seal({ name: NAME }, { ref }), { code: "invalid-field" });
  }
  for (const name of ["form", "group"]) {
    assert.throws(() => sealer.seal({ name: NAME }, { [name]: 7 }), { code: "policy" });
  }
  assertWiped([], [NAME]);
});

test("a module that has stopped keeps nothing, and the next call has a new one", async (t) => {
  const sealer = await sealerOf();
  sealer.prepare();
  const stopped = memory;
  t.mock.method(TextEncoder.prototype, "encodeInto", () => {
    throw new Error("a page's own");
  });
  assert.throws(() => sealer.passes("nämé"), { code: "io" });
  t.mock.restoreAll();
  assert.match(sealer.seal({ name: NAME }), /^eyJ/);
  assert.notEqual(memory, stopped);
  assert.ok(Buffer.from(stopped.buffer).every((byte) => byte === 0));
});

test("an order that fails for want of randomness leaves no plaintext", async (t) => {
  const sealer = await sealerOf();
  sealer.prepare();
  t.mock.method(crypto, "getRandomValues", () => {
    throw new Error("no entropy");
  });
  assert.throws(() => sealer.seal({ name: NAME }), { code: "io" });
  assertWiped([], [NAME]);
  // As from a wrapper of the page's, whose view of the module's memory was detached meanwhile.
  t.mock.restoreAll();
  t.mock.method(crypto, "getRandomValues", (bytes) => bytes);
  assert.throws(() => sealer.seal({ name: NAME }), { code: "io" });
  sealer.wipe();
  assert.throws(() => sealer.prepare(), { code: "io" });
  assertWiped([], [NAME]);
  t.mock.restoreAll();
  assert.match(sealer.seal({ name: NAME }), /^eyJ/, "the next call works");
});
