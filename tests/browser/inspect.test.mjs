// What the shop's server can see of an order, without a key.
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { createCipheriv, createHash, createPublicKey, diffieHellman, generateKeyPairSync, randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { Sealer } from "../../pkg/dist/index.js";
import { CODES, inspect, WaxsealError } from "../../pkg/dist/inspect.js";
import { createTestVault } from "../../pkg/dist/testing.js";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const DAY = 86_400;
const origin = "http://localhost:3000";
const POLICY = {
  fields: { name: { required: true }, "cc-number": { role: "payments" }, note: { role: "gifts" } },
};
const ORDER = { name: "Ada Lovelace", "cc-number": "4242424242424242" };
const vectors = JSON.parse(readFileSync(new URL("../vectors/orders.json", import.meta.url)));

let vault;
let sealer;
const sealerFor = (vault, now) =>
  Sealer.load({ manifest: vault.manifest, pin: vault.pin, origin, ...(now && { now }) });
before(async () => {
  vault = createTestVault(POLICY);
  sealer = await sealerFor(vault);
});

/** What becomes of a line: what it says, or the code. Nothing but a coded error may be thrown. */
function outcome(line, options) {
  try {
    return inspect(line, { manifest: vault.manifest, ...options });
  } catch (error) {
    assert.ok(error instanceof WaxsealError, String(error?.stack));
    assert.ok(CODES.includes(error.code));
    assert.ok(error.message.length < 120, "no error quotes the line");
    return error.code;
  }
}

/** The line with a header of its first part that was changed. */
function reheaded(line, change) {
  const [header, ...rest] = line.split(".");
  const members = JSON.parse(Buffer.from(header, "base64url"));
  const changed = change(members) ?? members;
  const text = typeof changed === "string" ? changed : JSON.stringify(changed);
  return [Buffer.from(text).toString("base64url"), ...rest].join(".");
}

test("an order that a page sealed is let through, and says what a shop stores", () => {
  const line = sealer.seal(ORDER, { ref: "A-1001" });
  const { pin } = vault;
  const { parts, iat, ...found } = inspect(line, { manifest: vault.manifest, pin, ref: "A-1001" });
  assert.deepEqual(found, {
    jti: vault.open(line).header.jti,
    ref: "A-1001",
    group: undefined,
    form: undefined,
    origin,
    ver: sealer.manifest.version,
    roles: ["fulfilment", "payments"],
  });
  assert.ok(Math.abs(iat - Date.now() / 1000) < 60);
  assert.deepEqual(parts.map(({ role, bytes }) => [role, bytes]), [["fulfilment", 256], ["payments", 256]]);
});

test("an order under an earlier manifest is let through while the shop names it", () => {
  const later = createTestVault(POLICY);
  const line = sealer.seal(ORDER);
  const { pin } = vault;
  assert.equal(outcome(line, { manifest: later.manifest, pin }), "unknown-key");
  assert.equal(outcome(line, { manifest: [later.manifest, vault.manifest], pin }).ref, undefined);
});

test("what is not for this shop, or not for this order, is refused", () => {
  const line = sealer.seal(ORDER, { ref: "A-1001" });
  const stranger = createTestVault(POLICY);
  assert.equal(outcome(line, { manifest: stranger.manifest }), "conflict");
  assert.equal(outcome(line, { pin: stranger.pin }), "conflict");
  assert.equal(outcome(line, { ref: "A-1002" }), "conflict");
  assert.equal(outcome(sealer.seal(ORDER), { ref: "A-1001" }), "conflict");
  assert.equal(outcome(line, { ref: undefined }), "conflict", "the session has ended");
  assert.equal(outcome(sealer.seal(ORDER), { ref: undefined }), "conflict");
  assert.equal(outcome(line, { group: "eu" }), "conflict");
  assert.equal(outcome(line, { form: "address" }), "conflict");
  assert.equal(outcome(line, { maxLength: 1000 }), "malformed");
  assert.equal(outcome(line, { maxLength: NaN }), "malformed");
  const elsewhere = reheaded(sealer.seal({ name: "Ada" }), (header) => void (header.origin = "https://elsewhere.example"));
  assert.equal(outcome(elsewhere), "wrong-origin");
});

test("a mistake of the server's own is no fault of the order's", () => {
  const { manifest, pin } = vault;
  const line = sealer.seal(ORDER);
  for (const wrong of ["waxseal.jws", "", undefined, Buffer.from(manifest), [], [manifest, "waxseal.jws"]]) {
    for (const text of [line, "no order"]) {
      const error = { name: "TypeError", message: /^inspect: `manifest` is not the text of a waxseal\.jws/ };
      assert.throws(() => inspect(text, { manifest: wrong, pin }), error);
    }
  }
  for (const wrong of ["sha256:abc", "", " ", undefined, [pin], pin.slice(0, -1)]) {
    const error = { name: "TypeError", message: /^inspect: `pin` is not one: urn:ietf:/ };
    assert.throws(() => inspect(line, { manifest, pin: wrong }), error);
  }
  assert.equal(inspect(line, { manifest }).ref, undefined);
});

test("age is held against the server's own clock", async () => {
  const at = (seconds) => () => Date.now() + seconds * 1000;
  const line = sealer.seal(ORDER);
  assert.equal(outcome(line, { now: at(DAY - 60) }).ver, sealer.manifest.version);
  assert.equal(outcome(line, { now: at(DAY + 60) }), "expired");
  assert.equal(outcome(line, { now: at(600), maxAge: 300 }), "expired");
  assert.equal(outcome(line, { maxAge: NaN }), "expired");
  assert.equal(outcome(line, { now: at(-DAY - 60) }), "not-yet-valid");
  assert.equal(outcome(line, { now: at(402 * DAY), maxAge: 500 * DAY }), "expired", "its key has ended");
});

test("a key of another role, or a revoked one, is refused", () => {
  const payload = JSON.parse(Buffer.from(vault.manifest.split(".")[1], "base64url"));
  const changed = (change) => {
    const copy = structuredClone(payload);
    change(copy);
    const [header, , signature] = vault.manifest.split(".");
    return [header, Buffer.from(JSON.stringify(copy)).toString("base64url"), signature].join(".");
  };
  const line = sealer.seal({ name: "Ada" });
  const [key] = payload.keys;
  const withRole = changed(({ keys }) => (keys[0].role = "gifts"));
  assert.equal(outcome(line, { manifest: withRole }), "conflict");
  assert.equal(outcome(line, { manifest: changed(({ revoked }) => revoked.push(key.kid)) }), "policy");
  const form = changed((copy) => (copy.forms = { address: { fields: ["name"] } }));
  assert.equal(outcome(line, { manifest: form }), "policy");
});

test("a required field's role without a part is told", () => {
  const without = sealer.seal(ORDER).split("~")[1];
  const alone = reheaded(without, (header) => void (header.parts = ["payments"]));
  assert.equal(outcome(alone), "missing-field");
});

test("a part that is gone, twice, swapped or of another order is told", () => {
  const [first, second] = sealer.seal(ORDER).split("~");
  const other = sealer.seal(ORDER).split("~")[1];
  assert.equal(outcome(first), "incomplete");
  assert.equal(outcome(`${second}~${first}`), "conflict");
  assert.equal(outcome(`${first}~${second}~${second}`), "conflict");
  assert.equal(outcome(`${first}~${other}`), "conflict");
});

// Of the vectors, what can be seen without a key has the desk's own code.
const SEEN = ["malformed", "unsupported", "incomplete", "conflict"];
const INSIDE = /^a (field|value|plaintext)|^another merchant|^a header that names (another|a group)|forged/;
for (const { what, line, code } of vectors.refused) {
  if (!SEEN.includes(code) || INSIDE.test(what)) continue;
  test(`an order of the vectors is refused: ${what}`, () => {
    const options = { manifest: vectors.manifests, pin: vectors.pin, now: () => 1_800_000_000_000 };
    assert.equal(outcome(line, options), code);
  });
}

for (const { what, line, header, checks } of vectors.opens) {
  // A key that the desk made after the last manifest is in none.
  const isOurs = !/rewrapped|archive|seals again|largest number/.test(what);
  if (!isOurs || checks.some((check) => check !== "luhn" && check !== "unknown-version")) continue;
  test(`an order of the vectors is let through: ${what}`, () => {
    const options = { manifest: vectors.manifests, pin: vectors.pin, now: () => header.iat * 1000 };
    assert.equal(outcome(line, options).jti, header.jti);
  });
}

/** What `waxseal inspect` makes of a line: its code, or nothing. */
function atTheDesk(line) {
  const options = { input: `${line}\n`, encoding: "utf8" };
  const { status, stderr } = spawnSync(`${ROOT}target/debug/waxseal`, ["inspect", "-"], options);
  return status === 0 ? undefined : stderr.match(/malformed|unsupported/)?.[0];
}

const later = (json) => (text) => text.replace("{", `{"later":${json},`);
const SPELLINGS = {
  "as the page writes it": [(text) => text, true],
  "white space at the end": [(text) => `${text} \n`, true],
  "white space within": [(text) => text.replace(":", " :\t"), true],
  "white space before the first member": [(text) => text.replace("{", "{ "), false],
  "white space before all": [(text) => `\n${text}`, false],
  "a typ that is escaped": [(text) => text.replace("vnd.wax", "vnd\\u002ewax"), false],
  "a name that is escaped": [(text) => text.replace("iat", "\\u0069at"), true],
  "1.0": [(text) => text.replace(/("iat":\d+)/, "$1.0"), false],
  "1.0, its name escaped": [(text) => text.replace(/"iat"(:\d+)/, '"\\u0069at"$1.0'), false],
  "an exponent": [(text) => text.replace(/("ver":\d+)/, "$1e0"), false],
  "minus zero": [(text) => text.replace(/("ver":)\d+/, "$1-0"), false],
  "a fraction where no reader looks": [later('{"iat":1.5}'), true],
  "a number out of range": [later("-1e999"), false],
  "half a surrogate pair": [later('"\\udbff"'), false],
  "deep": [later("[".repeat(126) + "]".repeat(126)), true],
  "too deep": [later("[".repeat(127) + "]".repeat(127)), false],
  "a long text": [later(JSON.stringify("\\\n".repeat(1e5))), true],
  "a member twice": [later('1,"later":1'), false],
};
for (const [what, [change, passes]] of Object.entries(SPELLINGS)) {
  test(`a header is held to what the desk reads: ${what}`, () => {
    const line = reheaded(sealer.seal({ name: "Ada" }), (header) => change(JSON.stringify(header)));
    const found = outcome(line);
    assert.equal(found.jti === undefined ? found : undefined, passes ? undefined : "malformed");
    // One that stands alone is found whatever its typ looks like.
    if (what !== "a typ that is escaped") assert.equal(atTheDesk(line), passes ? undefined : "malformed");
  });
}

/** A part that fits its tag, of the secret that its keys agree on: whatever the header and the content. */
function forged(header, secret, content) {
  const number = (value) => Buffer.from([0, 0, value >> 8, value & 255]);
  const about = [number(1), secret, number(7), Buffer.from("A256GCM"), number(0), number(0), number(256)];
  const key = createHash("sha256").update(Buffer.concat(about)).digest();
  const iv = randomBytes(12);
  const text = Buffer.from(JSON.stringify(header)).toString("base64url");
  const cipher = createCipheriv("aes-256-gcm", key, iv).setAAD(Buffer.from(text));
  const ciphertext = Buffer.concat([cipher.update(content), cipher.final()]);
  return [text, "", ...[iv, ciphertext, cipher.getAuthTag()].map((bytes) => bytes.toString("base64url"))].join(".");
}

const LOW = { 0: "00", 1: "01", "of order 8": "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
  "the other of order 8": "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157", "p - 1": `ec${"ff".repeat(30)}7f`,
  p: `ed${"ff".repeat(30)}7f`, "p + 1": `ee${"ff".repeat(30)}7f`, "0 with the highest bit": `${"00".repeat(31)}80` };

test("a key of low order and an empty ciphertext are refused as the desk refuses them", async (t) => {
  const cwd = mkdtempSync(join(tmpdir(), "inspect-"));
  t.after(() => rmSync(cwd, { recursive: true, force: true }));
  writeFileSync(join(cwd, "pass.txt"), "correct horse battery staple\n", { mode: 0o600 });
  const { PATH, WAXSEAL_TEST_ITERATIONS = "" } = process.env;
  const env = { PATH, WAXSEAL_TEST_ITERATIONS, WAXSEAL_PASSPHRASE_FILE: "pass.txt" };
  const desk = (args, input) => spawnSync(`${ROOT}target/debug/waxseal`, args, { cwd, env, input, encoding: "utf8" });
  const at = "https://shop.example";
  const pin = desk(["init", "--merchant", "Acme", "--origin", at]).stdout.trim();
  assert.equal(desk(["publish", "--no-backup"]).status, 0);
  const manifest = readFileSync(join(cwd, "vault/waxseal.jws"), "utf8");
  const own = await Sealer.load({ manifest, pin, origin: at });
  const values = { email: "ada@example.org", tel: "+442079460000", "postal-code": "N1 9GU", country: "GB" };
  const required = Object.entries(own.manifest.fields).filter(([, { required }]) => required);
  const line = own.seal(Object.fromEntries(required.map(([name]) => [name, values[name] ?? "Ada Lovelace"])));
  const [good] = line.split("~");
  const header = JSON.parse(Buffer.from(good.split(".")[0], "base64url"));
  const withKey = (x) => ({ ...header, epk: { ...header.epk, x } });
  const content = Buffer.from("{}".padEnd(256));
  const lines = Object.entries(LOW).map(([, hex]) =>
    forged(withKey(Buffer.from(hex.padEnd(64, "0"), "hex").toString("base64url")), Buffer.alloc(32), content));
  const pair = generateKeyPairSync("x25519");
  const { x } = own.manifest.keys.find(({ kid }) => kid === header.kid);
  const publicKey = createPublicKey({ key: { kty: "OKP", crv: "X25519", x }, format: "jwk" });
  const secret = diffieHellman({ privateKey: pair.privateKey, publicKey });
  lines.push(forged(withKey(pair.publicKey.export({ format: "jwk" }).x), secret, Buffer.alloc(0)), line);
  const { stdout } = desk(["open", "--json", "--reveal", "all", "-"], `${lines.join("\n")}\n`);
  const said = stdout.trim().split("\n").map((text) => /"(tampered|malformed)"/.exec(text)?.[1]);
  assert.deepEqual(said, [...Array(5).fill("tampered"), ...Array(4).fill("malformed"), undefined]);
  const ours = lines.map((text) => outcome(text, { manifest, pin }));
  assert.deepEqual(ours.map((found) => (found.jti ? undefined : found)), said);
});

/** In milliseconds of this process's own work: the machine may have other things to do. */
const took = (action) => {
  const start = process.cpuUsage();
  action();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
};

// 50 ms on an idle machine; of five, the one that was disturbed least.
test("a line of a megabyte is answered within a tenth of a second of processor time", () => {
  const line = sealer.seal(ORDER);
  const stuffed = (more) => reheaded(line, (header) => `${JSON.stringify(header).slice(0, -1)},${more}}`);
  const long = {
    "many members": stuffed(Array.from({ length: 60_000 }, (_, i) => `"a${i}":1`).join()),
    "many texts": stuffed(`"z":[${'"",'.repeat(250_000)}""]`),
    "many earlier keys": stuffed(`"was":[${`"${"A".repeat(43)}",`.repeat(15_000)}"${"A".repeat(43)}"]`),
    "many escapes": stuffed(`"z":"${"\\u0041".repeat(120_000)}"`),
    "many parts": `${line}~`.repeat(500).slice(0, -1),
    "a megabyte of dots": ".".repeat(1 << 20),
  };
  for (const [what, text] of Object.entries(long)) {
    const times = [1, 2, 3, 4, 5].map(() => took(() => outcome(text)));
    assert.ok(Math.min(...times) < 100, `${what} took ${times} ms`);
  }
});

test("hostile lines are refused with a code, soon", () => {
  const line = sealer.seal(ORDER);
  const deep = (text) => reheaded(line, () => text);
  const million = 1 << 20;
  const hostile = {
    "half a gigabyte": "e".repeat(2 ** 29 - 24),
    "a megabyte of one letter": "e".repeat(million),
    "a megabyte of ~": "~".repeat(million),
    "a megabyte of dots": ".".repeat(million),
    "a part, then ~": `${line}${"~".repeat(million - line.length)}`,
    "deep JSON": deep("[".repeat(300_000)),
    "deep JSON that ends": deep(`${'{"a":'.repeat(50_000)}1${"}".repeat(50_000)}`),
    "many members": deep(`{${Array.from({ length: 40_000 }, (_, i) => `"${i}":1`).join()}}`),
    "a long string": deep(`"${"\\".repeat(700_000)}"`),
    "one member twice": deep(JSON.stringify({ kid: 1 }).replace("}", ',"kid":2}')),
    "a number that is none": deep('{"iat":1e999}'),
    "plain base64": line.replace(/[-_]/g, "+"),
    "padding": `${line}==`,
    "white space": ` ${line}`,
    "a line break": `${line}\n`,
    "NUL": `${line}\0`,
    "a lone surrogate": `${line}\ud800`,
    "full-width letters": line.replace("e", "ｅ"),
  };
  for (const [what, text] of Object.entries(hostile)) {
    let code;
    const time = took(() => (code = outcome(text)));
    assert.equal(typeof code, "string", `${what} is refused`);
    assert.ok(time < 2_000, `${what} took ${time} ms`);
  }
  const inherited = (header) => JSON.stringify(header).replace("{", '{"__proto__":{"crit":[]},');
  assert.equal(typeof outcome(reheaded(sealer.seal({ name: "Ada" }), inherited)).jti, "string");
  for (const other of [undefined, null, 7, {}, [line], Buffer.from(line), new String(line)]) {
    assert.equal(outcome(other), "malformed");
  }
});

test("an order of any bytes is refused with a code", () => {
  const line = sealer.seal(ORDER, { ref: "A-1" });
  const characters = "ABCxyz019-_.~={}\"\\+/ \n\0é";
  const pick = (count) => randomBytes(4).readUInt32BE() % count;
  for (let round = 0; round < 3_000; round++) {
    let text = line;
    for (let change = 0; change <= pick(3); change++) {
      const [at, length] = [pick(text.length), pick(4) === 0 ? pick(400) : pick(2)];
      text = text.slice(0, at) + (characters[pick(30)] ?? "") + text.slice(at + length);
    }
    outcome(text, { ref: "A-1" });
  }
  // A header is JSON of any shape.
  const values = [null, true, -1, 0.5, "", "x", [], {}, ["b", "a"], 2 ** 53, { x: 1 }];
  for (const value of values) {
    for (const name of Object.keys(JSON.parse(Buffer.from(line.split(".")[0], "base64url")))) {
      const changed = reheaded(line, (header) => void (header[name] = value));
      const claims = { pin: vault.pin, ref: "A-1" };
      assert.equal(typeof outcome(changed, claims), "string", `${name}: ${JSON.stringify(value)}`);
    }
  }
});

test("it is without anything of one runtime", () => {
  const source = readFileSync(new URL("../../pkg/dist/inspect.js", import.meta.url), "utf8");
  assert.doesNotMatch(source, /node:|require\(|\bBuffer\b|process\.|window|document|crypto\./);
});

const PHP = spawnSync("php", ["--version"]).status === 0;
const NO_PHP = "there is no php here: install php-cli";
const recipe = fileURLToPath(new URL("../../examples/php/inspect.php", import.meta.url));

test("the PHP recipe takes a reference that the session has lost for another one", { skip: !PHP && NO_PHP }, () => {
  const script = `require $argv[1]; [$line, $manifest, $pin] = json_decode(stream_get_contents(STDIN));
    $_SESSION = [];
    try { waxseal_inspect($line, $manifest, $pin, $_SESSION['ref'] ?? null); }
    catch (UnexpectedValueException $e) { echo $e->getMessage(); }`;
  for (const options of [{}, { ref: "A-1001" }]) {
    const input = JSON.stringify([sealer.seal(ORDER, options), vault.manifest, vault.pin]);
    assert.equal(execFileSync("php", ["-r", script, recipe], { input, encoding: "utf8" }), "conflict");
  }
});

test("the PHP recipe comes to the same", { skip: !PHP && NO_PHP }, () => {
  const line = sealer.seal(ORDER, { ref: "A-1001" });
  const [first, second] = line.split("~");
  const inPast = reheaded(sealer.seal({ name: "Ada" }), (header) => void (header.iat -= 2 * DAY));
  const stranger = createTestVault(POLICY);
  const cases = [
    [line, {}], [line, { ref: "A-1001" }], [line, { ref: "A-1002" }], [first, {}], [`${second}~${first}`, {}],
    [`${first}~${first}`, {}], [inPast, {}], [`${line}=`, {}], ["", {}], ["~~~", {}], ["e".repeat(2 << 20), {}],
    [line, { pin: stranger.pin }], [line, { manifest: stranger.manifest, pin: vault.pin }], [`${line}\n`, {}],
    [reheaded(line, () => "[[[["), {}], [reheaded(line, (header) => void (header.parts = "x")), {}],
    [reheaded(line, (header) => void (header.jti = ["x"])), {}], [reheaded(line, (header) => void (header.kid = {})), {}],
  ];
  const whole = sealer.seal({ name: "Ada" }, { ref: "A/1 é \u2028 \"\\" });
  const odd = Object.values(SPELLINGS).filter(([, passes]) => !passes);
  cases.push([whole, {}], ...odd.map(([change]) => [reheaded(whole, (header) => change(JSON.stringify(header))), {}]));
  const script = `require $argv[1]; set_error_handler(fn($_, $m) => throw new Error($m));
    foreach (json_decode(stream_get_contents(STDIN), true) as $c) {
      try { echo json_encode(waxseal_inspect(...$c)), "\\n"; }
      catch (UnexpectedValueException $e) { echo json_encode($e->getMessage()), "\\n"; }
    }`;
  const calls = cases.map(([text, { manifest = vault.manifest, pin = vault.pin, ...claims }]) => {
    return [text, manifest, pin, ...Object.values(claims)];
  });
  const output = execFileSync("php", ["-r", script, recipe], { input: JSON.stringify(calls), encoding: "utf8" });
  const said = output.trimEnd().split("\n").map((text) => JSON.parse(text));
  cases.forEach(([text, options], index) => {
    const ours = outcome(text, { pin: vault.pin, ...options });
    const theirs = said[index];
    if (typeof ours === "string") assert.equal(typeof theirs, "string", `case ${index}: ${ours}`);
    else assert.deepEqual([theirs.jti, theirs.ref, theirs.roles], [ours.jti, ours.ref ?? null, ours.roles]);
  });
});
