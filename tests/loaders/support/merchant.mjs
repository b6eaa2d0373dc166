// The merchant's desk: a vault that the real command made, and its manifest.
import { execFile } from "node:child_process";
import { copyFile, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { ROOT } from "./paths.mjs";

const ORIGIN = "http://localhost:8080";
export const FIELDS = { name: "Ada Lovelace", tel: "+442079460000" };
export const REF = "A-1001";

export class Merchant {
  static async create(folder) {
    const merchant = new Merchant();
    merchant.folder = folder;
    await writeFile(merchant.path("pass.txt"), "correct horse battery staple\n", { mode: 0o600 });
    const init = ["init", "--merchant", "Acme Books", "--origin", ORIGIN];
    merchant.pin = (await merchant.#waxseal(init)).trim();
    await copyFile(join(ROOT, "tests/loaders/policy.toml"), merchant.path("vault/policy.toml"));
    await merchant.#waxseal(["publish", "--no-backup"]);
    merchant.manifest = await readFile(merchant.path("vault/waxseal.jws"), "utf8");
    return merchant;
  }

  path(name) {
    return join(this.folder, name);
  }

  /** Opens orders, and gives for each the reason why it is not the one that was typed, if so. */
  async open(lines) {
    return (await this.records(lines)).map(difference);
  }

  /** What the desk makes of orders, one record each. */
  async records(lines) {
    const rows = lines.map((sealed) => `${JSON.stringify({ sealed })}\n`);
    const records = await this.#waxseal(["open", "--field", "/sealed", "-"], rows.join(""));
    return records.trim().split("\n").map((record) => JSON.parse(record));
  }

  /** What the desk finds on a page that is served. */
  async verifyPage(address) {
    const findings = await this.#waxseal(["verify-page", "--json", address]);
    return findings.trim().split("\n").map((finding) => JSON.parse(finding));
  }

  /** Runs the command, and returns what it wrote. */
  #waxseal(args, input = "") {
    const { PATH, WAXSEAL_TEST_ITERATIONS = "" } = process.env;
    const env = { PATH, WAXSEAL_TEST_ITERATIONS, WAXSEAL_PASSPHRASE_FILE: "pass.txt" };
    return new Promise((resolve, reject) => {
      const program = join(ROOT, "target/debug/waxseal");
      const child = execFile(program, args, { cwd: this.folder, env }, (error, stdout, stderr) => {
        // An order that does not open has its record, and gives the command an exit code.
        if (error && stdout === "") reject(new Error(`waxseal ${args[0]}: ${stderr}`));
        else resolve(stdout);
      });
      child.stdin.end(input);
    });
  }
}

/** An order that was seen before is among the checks. */
function difference({ "seal.name": name, "seal.tel": tel, order, code, checks }) {
  const opened = { name, tel, ref: order?.ref, code, checks };
  const expected = { ...FIELDS, ref: REF, code: undefined, checks: [] };
  return isDeepStrictEqual(opened, expected) ? undefined : `opened to ${JSON.stringify(opened)}`;
}
