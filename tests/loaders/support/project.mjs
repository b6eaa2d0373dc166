// A project as a newcomer has it: copied, installed from its lock file, the packed tarball added.
import assert from "node:assert/strict";
import { cp, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { chromium } from "./chromium.mjs";
import { run, start } from "./programs.mjs";
import { SOURCES } from "./paths.mjs";
import { Shop } from "./shop.mjs";

const QUIETLY = ["--no-audit", "--no-fund", "--prefer-offline", "--loglevel=error"];

export class Project {
  #running = [];

  /** Copies the project, with the pin and the address for orders pasted into its sources. */
  static async copy(name, folder, merchant) {
    const project = new Project();
    project.folder = join(folder, name);
    project.merchant = merchant;
    project.shop = await Shop.open(merchant.manifest);
    const isItsOwn = (path) => basename(path) !== "check.mjs";
    await cp(join(SOURCES, name), project.folder, { recursive: true, filter: isItsOwn });
    await project.#paste({ __PIN__: merchant.pin, __ORDERS__: `${project.shop.origin}/orders` });
    return project;
  }

  /** What `npm install` of the tarball does in it. */
  async install(tarball) {
    await this.run("npm", "ci", ...QUIETLY);
    await this.run("npm", "install", ...QUIETLY, tarball);
  }

  /** The version of a package that was installed. */
  async version(name) {
    return JSON.parse(await this.read(`node_modules/${name}/package.json`)).version;
  }

  /** Puts the merchant's manifest where the project keeps its static files. */
  async putManifest(path) {
    const file = join(this.folder, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, this.merchant.manifest);
  }

  /** Runs a command in the project and returns what it printed. */
  run(...command) {
    return run(this.folder, command);
  }

  /** Starts a server in the project, and returns its address as it printed it. */
  async start(...command) {
    const server = await start(this.folder, command);
    this.#running.push(server);
    return server.origin;
  }

  /** A file of the project. */
  read(path) {
    return readFile(join(this.folder, path), "utf8");
  }

  /** Puts a file into the project. */
  write(path, text) {
    return writeFile(join(this.folder, path), text);
  }

  /** Gives a built folder to shoppers. */
  serve(folder, headers) {
    return this.shop.serve(join(this.folder, folder), headers);
  }

  /** Types an order on the page, sends its form, and returns the sealed line that was posted. */
  async order(address, browser = chromium) {
    await browser.order(address);
    const { sealed, ...others } = Object.fromEntries(await this.shop.order());
    assert.deepEqual(others, { cart: "3 books" });
    return sealed;
  }

  async close() {
    for (const server of this.#running) server.stop();
    this.shop.close();
    await rm(this.folder, { recursive: true, maxRetries: 5 });
  }

  async #paste(words) {
    const entries = await readdir(this.folder, { recursive: true, withFileTypes: true });
    for (const entry of entries.filter((entry) => entry.isFile())) {
      const path = join(entry.parentPath ?? entry.path, entry.name);
      const text = await readFile(path, "utf8");
      const pasted = text.replace(/__[A-Z]+__/g, (word) => words[word] ?? word);
      if (pasted !== text) await writeFile(path, pasted);
    }
  }
}
