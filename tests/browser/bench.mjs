// How long sealing takes in Chromium, beside others that seal to an X25519 key: in one run, rounds of
// all in turn, medians. Prints a table, and writes it into docs/performance.md.
import { writeFileSync } from "node:fs";
import { build } from "esbuild";
import { root } from "./support/packed.mjs";
import { Shop } from "./support/shop.mjs";

const BYTES = 480;
const ROUNDS = 300;
const COLD_ROUNDS = 15;
const FIELDS = { note: { role: "fulfilment", kind: "text", purpose: "Measure" } };

/** How each is called; the first is what the others are held against. */
const PEERS = {
  jose: "jose `CompactEncrypt`",
  webcrypto: "WebCrypto by hand",
  hpke: "hpke (panva)",
  "libsodium-wrappers": "libsodium-wrappers",
  "age-encryption": "age-encryption",
};
const OURS = { waxseal: "`waxseal`", slim: "`waxseal/slim`" };

// An isolated page has a clock of 5 microseconds; others have one of 100.
const ISOLATED = {
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-embedder-policy": "require-corp",
};

/** The key in the form that a peer takes; runs in the page. */
const KEYS = `
  const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
  const CHARSET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
  const polymod = (values) => values.reduce((check, value) => {
    const top = check >>> 25;
    const next = ((check & 0x1ffffff) << 5) ^ value;
    return [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3].reduce((c, g, i) => (top >> i) & 1 ? c ^ g : c, next);
  }, 1);
  const age = (key) => {
    const bits = [...key].map((byte) => byte.toString(2).padStart(8, "0")).join("").padEnd(260, "0");
    const data = bits.match(/.{5}/g).map((five) => parseInt(five, 2));
    const hrp = [..."age"].map((c) => c.charCodeAt(0));
    const expanded = [...hrp.map((c) => c >> 5), 0, ...hrp.map((c) => c & 31)];
    const check = polymod([...expanded, ...data, 0, 0, 0, 0, 0, 0]) ^ 1;
    return "age1" + [...data, ...[0, 1, 2, 3, 4, 5].map((i) => (check >> (5 * (5 - i))) & 31)].map((v) => CHARSET[v]).join("");
  };
  const keyOf = (jws) => JSON.parse(new TextDecoder().decode(bytes(jws.split(".")[1]))).keys[0];
  const forPeer = (peer, jwk) => ({ jose: jwk, webcrypto: jwk, "age-encryption": age(bytes(jwk.x)) })[peer] ?? bytes(jwk.x);`;

const shop = await Shop.open();
const manifest = await shop.merchant.publish({ fields: FIELDS });
const { pin } = shop.merchant;
for (const peer of Object.keys(PEERS)) {
  const entryPoints = [`${root}tests/bytes/peers/${peer}.js`];
  const { outputFiles } = await build({ entryPoints, bundle: true, minify: true, format: "esm", write: false });
  shop.server.put(`/peers/${peer}.js`, { body: outputFiles[0].text, headers: { ...ISOLATED, "content-type": "text/javascript" } });
}
shop.server.put("/cold.jws", { body: manifest });

const warm = await warmTimes();
const cold = await coldTimes();
await shop.close();
report(warm, cold);

/** Microseconds of each, in a page that has sealed before. */
async function warmTimes() {
  const { page } = await shop.visit("", { unprotected: true, manifest, headers: ISOLATED });
  const content = `${KEYS}
    const jws = ${JSON.stringify(manifest)}, jwk = keyOf(jws);
    const sealer = await Sealer.load({ manifest: jws, pin: "${pin}" });
    const note = "x".repeat(${BYTES});
    const contestants = {
      prepared: [() => sealer.prepare(), () => sealer.seal({ note })],
      unprepared: [() => sealer.wipe(), () => sealer.seal({ note })],
      prepare: [() => sealer.wipe(), () => sealer.prepare()],
    };
    for (const peer of ${JSON.stringify(Object.keys(PEERS))}) {
      const { seal } = await import("/peers/" + peer + ".js");
      const key = forPeer(peer, jwk);
      contestants[peer] = [() => {}, () => seal(note, key)];
    }
    const times = Object.fromEntries(Object.keys(contestants).map((name) => [name, []]));
    for (let round = 0; round < ${ROUNDS + 50}; round++) {
      for (const [name, [before, action]] of Object.entries(contestants)) {
        before();
        const start = performance.now();
        const result = action();
        if (result instanceof Promise) await result;
        if (round >= 50) times[name].push((performance.now() - start) * 1000);
      }
    }
    window.times = times;`;
  await page.addScriptTag({ type: "module", content });
  await page.waitForFunction(() => window.times, undefined, { timeout: 300_000 });
  return mapValues(await page.evaluate(() => window.times), median);
}

/** Milliseconds from nothing to the first order: import, key or manifest fetched, sealed. */
async function coldTimes() {
  const contestants = [...Object.keys(OURS), ...Object.keys(PEERS)];
  const times = Object.fromEntries(contestants.map((name) => [name, []]));
  for (let round = 0; round < COLD_ROUNDS; round++) {
    for (const name of contestants) times[name].push(await coldTime(name));
  }
  return mapValues(times, median);
}

async function coldTime(name) {
  const note = `"x".repeat(${BYTES})`;
  const ours = (entry, before) => `const { initModule, Sealer } = await import("/waxseal/${entry}.js"); ${before}
    (await Sealer.load({ manifest: "/cold.jws", pin: "${pin}" })).seal({ note: ${note} });`;
  const scripts = {
    waxseal: ours("index", ""),
    slim: ours("slim", `await initModule("/waxseal/waxseal.wasm");`),
  };
  const peer = `const { seal } = await import("/peers/${name}.js");
    const jwk = keyOf(await (await fetch("/cold.jws")).text()); await seal(${note}, forPeer("${name}", jwk));`;
  const body = `<!doctype html><script type="module">${KEYS}
    const start = performance.now(); ${scripts[name] ?? peer} window.took = performance.now() - start;</script>`;
  shop.server.put(`/cold/${name}`, { body, headers: ISOLATED });
  const context = await shop.browser.newContext();
  const page = await context.newPage();
  await page.goto(`${shop.server.origin}/cold/${name}`);
  await page.waitForFunction(() => window.took);
  const took = await page.evaluate(() => window.took);
  await context.close();
  return took;
}

function median(times) {
  return times.sort((a, b) => a - b)[times.length >> 1];
}

function mapValues(record, map) {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, map(value)]));
}

function report(warm, cold) {
  const us = (time) => `${Math.round(time)} us`;
  const ms = (time) => `${time.toFixed(1)} ms`;
  const times = (a, b) => `${(a / b).toFixed(1)}`;
  const rows = [
    ["`sealer.seal`, prepared", us(warm.prepared), "1"],
    ["`sealer.seal`, unprepared", us(warm.unprepared), times(warm.unprepared, warm.prepared)],
    ["`sealer.prepare`", us(warm.prepare), times(warm.prepare, warm.prepared)],
    ...Object.entries(PEERS).map(([peer, name]) => [name, us(warm[peer]), times(warm[peer], warm.prepared)]),
  ];
  const colds = Object.entries({ ...OURS, ...PEERS }).map(([name, words]) => [words, ms(cold[name]), times(cold[name], cold.jose)]);
  const table = (head, rows) => [head, head.map(() => "---"), ...rows].map((row) => `| ${row.join(" | ")} |`).join("\n");
  const text = `# How fast it is

\`cargo xtask bench\` measures it and writes this page. Chromium ${shop.browser.version()}, an isolated page,
${BYTES} bytes of text for one role; medians of ${ROUNDS} rounds in which all take turns. Peers seal the same text
to the same X25519 key, and check nothing else: no manifest, no fields, no policy.

${table(["", "time", "beside `seal`, prepared"], rows)}

jose beside \`seal\`: prepared ${times(warm.jose, warm.prepared)}, unprepared ${times(warm.jose, warm.unprepared)} times as long.

From nothing to the first order, each in a fresh profile: the script imported, the manifest (or, for
peers, the key in it) fetched, one order sealed; medians of ${COLD_ROUNDS} rounds.

${table(["", "time", "beside jose"], colds)}
`;
  writeFileSync(`${root}docs/performance.md`, text);
  console.log(text);
}
