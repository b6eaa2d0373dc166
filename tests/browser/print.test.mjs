// What the desk makes for paper, printed: packing slips and labels.
import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { launchChromium } from "./support/chromium.mjs";
import { Desk, example } from "./support/desk.mjs";
import { print } from "./support/print.mjs";

const ADA = {
  name: "Ada Lovelace",
  email: "ada@canary.example",
  tel: "+44 20 7946 0000",
  "street-address": "12 Canary Row\nFlat 2",
  "postal-code": "W1A 1AA",
  country: "GB",
  "cc-name": "Ada Lovelace",
  "cc-number": "4111 1111 1111 1111",
  "cc-exp": "01/31",
};
// As long as a field may be, and as ill-meant.
const LONG = {
  ...ADA,
  name: "<script>document.title='run'</script> \u202e O’Hara",
  "street-address": "“Rose” & Crown, Taumatawhakatangihangakoauauotamatea Road 100\n".repeat(9),
};

let desk;
let browser;

before(async () => {
  desk = await Desk.open();
  const rows = [
    desk.seal(ADA, { ref: "A-1001" }),
    desk.seal(LONG, { ref: "A-1002" }),
    desk.seal({ ...ADA, name: "Bea Müller" }, { ref: "A-1003" }),
  ];
  await writeFile(desk.path("orders.txt"), `${rows.join("\n")}\n`);
  browser = await launchChromium();
});

after(async () => {
  await browser?.close();
  await desk?.close();
});

async function show(html) {
  const page = await browser.newPage();
  await page.setContent(html, { waitUntil: "load" });
  return page;
}

async function printed(template) {
  const html = await desk.waxseal("open", "--template", example(template), "orders.txt");
  const page = await show(html);
  assert.doesNotMatch(await page.title(), /run/);
  assert.equal(await page.locator("script").count(), 0);
  return { html, page, ...(await print(page)) };
}

test("packing slips are one page of A4 each, with the address and no card", async () => {
  const { html, pages, paper } = await printed("packing-slip.html");
  assert.deepEqual(paper, [210, 297]);
  assert.equal(pages.length, 3);
  for (const part of ["Acme Books", "A-1001", "Ada Lovelace", "12 Canary Row", "Flat 2", "W1A 1AA"]) {
    assert.ok(pages[0].includes(part), part);
  }
  assert.match(pages[2], /Bea Müller.*A-1003/);
  assert.doesNotMatch(pages[2], /Ada/);
  for (const secret of ["1111", "01/31", "****", "ada@"]) assert.ok(!html.includes(secret), secret);
});

test("a slip printed again warns of nothing new", async () => {
  const { pages } = await printed("packing-slip.html");
  assert.doesNotMatch(pages[0], /Look at this order/);
  const again = await desk.waxseal("open", "--template", example("packing-slip.html"), "orders.txt", "orders.txt");
  assert.match(again, /Look at this order before it is packed:<\/strong> repeated</);
});

test("address labels are one label each, however long an address is", async () => {
  const { pages, paper } = await printed("address-label.html");
  assert.deepEqual(paper, [100, 62]);
  assert.equal(pages.length, 3);
  assert.ok(pages[0].includes("Ada Lovelace 12 Canary Row Flat 2 W1A 1AA GB"), pages[0]);
  assert.match(pages[1], /too long for the label.*A-1002/);
  assert.match(pages[2], /Bea Müller.*A-1003/);
});

test("the sheet of a backup is one page of A4, without the passphrase", async () => {
  await writeFile(desk.path("backup.txt"), "secret-of-the-backup\n", { mode: 0o600 });
  await desk.waxseal("backup", "--to", "backup", "--new-passphrase-file", "backup.txt");
  const sheet = await readFile(desk.path("backup/sheet.html"), "utf8");
  const { pages, paper } = await print(await show(sheet));
  assert.deepEqual(paper, [210, 297]);
  assert.equal(pages.length, 1);
  for (const part of ["Backup of Acme Books", "fulfilment", "payments", "waxseal restore"]) {
    assert.ok(pages[0].includes(part), part);
  }
  assert.ok(!sheet.includes("secret-of-the-backup"));
});
