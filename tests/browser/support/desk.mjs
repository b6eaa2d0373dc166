// A merchant's desk in a folder of its own: the real command, and orders that the package sealed.
import { execFile } from "node:child_process";
import { appendFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { Sealer } from "../../../pkg/dist/index.js";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
const ORIGIN = "http://localhost:8080";
const run = promisify(execFile);

export class Desk {
  /** Makes a vault and publishes its policy, to which something may be added. */
  static async open({ merchant = "Acme Books", policy = "" } = {}) {
    const desk = new Desk();
    desk.folder = await mkdtemp(join(tmpdir(), "waxseal-desk-"));
    await writeFile(desk.path("pass.txt"), "correct horse battery staple\n", { mode: 0o600 });
    const made = await desk.waxseal("init", "--merchant", merchant, "--origin", ORIGIN, "--with-cards");
    await appendFile(desk.path("vault/policy.toml"), policy);
    await desk.waxseal("publish", "--no-backup");
    const manifest = await readFile(desk.path("vault/waxseal.jws"), "utf8");
    desk.sealer = await Sealer.load({ manifest, pin: made.trim(), origin: ORIGIN });
    return desk;
  }

  path(name) {
    return join(this.folder, name);
  }

  seal(fields, options) {
    return this.sealer.seal(fields, options);
  }

  /** Runs the command, and returns what it wrote. */
  async waxseal(...args) {
    const { PATH, WAXSEAL_TEST_ITERATIONS = "" } = process.env;
    const env = { PATH, WAXSEAL_TEST_ITERATIONS, WAXSEAL_PASSPHRASE_FILE: "pass.txt" };
    const { stdout } = await run(`${ROOT}target/debug/waxseal`, args, { cwd: this.folder, env });
    return stdout;
  }

  close() {
    return rm(this.folder, { recursive: true });
  }
}

export const example = (name) => `${ROOT}examples/templates/${name}`;
