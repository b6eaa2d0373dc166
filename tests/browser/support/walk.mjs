// Walks through a document: runs what its blocks say, and holds what comes out against what it shows.
//
// ```console          `$ command` and its output, standard error with it, as a terminal shows them
// ```toml NAME        a file to write
// ```page             an order, typed into the demo shop's page: one `label: value` a line
//
// What is another in every run (keys, links, times, passphrases) is held by its form alone.

import { execFile } from "node:child_process";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

const FENCE = /^```(\w+)?(?: (.+))?$/;

/** The document's pieces, in order: `{ kind, name, text, line }`; what is between is `prose`. */
export function pieces(markdown) {
  const found = [];
  let open;
  for (const [index, line] of markdown.split("\n").entries()) {
    const fence = line.match(FENCE);
    if (open && line === "```") {
      found.push(open);
      open = undefined;
    } else if (open) {
      open.lines.push(line);
    } else if (fence) {
      open = { kind: fence[1] ?? "", name: fence[2], lines: [], line: index + 1 };
    } else {
      found.push({ kind: "prose", lines: [line], line: index + 1 });
    }
  }
  if (open) throw new Error(`the block of line ${open.line} has no end`);
  return found;
}

/** The commands of a console block, each with the output that is shown below it. */
export function commands({ lines }) {
  const found = [];
  for (const line of lines) {
    if (line.startsWith("$ ")) found.push({ command: line.slice(2), output: [] });
    else if (line.startsWith("> ")) found.at(-1).command += `\n${line.slice(2)}`;
    else found.at(-1).output.push(line);
  }
  return found;
}

/** Runs one command as a person would type it, and gives all that the terminal shows. */
export function run(command, folder, env) {
  return new Promise((resolve) => {
    const shell = ["-c", `exec 2>&1\n${command}\ncode=$?\n[ $code = 0 ] || echo "(exit code $code)"`];
    const options = { cwd: folder, env, maxBuffer: 1 << 24 };
    execFile("bash", shell, options, (error, stdout) => resolve(linesOf(stdout.trimEnd())));
  });
}

const linesOf = (text) => (text === "" ? [] : text.split("\n"));

const CHANGING = [
  [/\b\d+\.[\w-]{43}\b/g, (head) => head.replace(/\.[\w-]{43}/, ".‹link›")],
  [/eyJ[\w-]+\.\.[\w.~-]{40,}/g, "‹order›"],
  [/(?<![\w-])[\w-]{43}(?![\w-])/g, "‹thumbprint›"],
  [/(?<![\w-])[\w-]{22}(?![\w-])/g, "‹number›"],
  [/[\w-]{6,}…/g, "‹short›"],
  [/\b[0-9a-z]{4}(-[0-9a-z]{4}){5}\b/g, "‹passphrase›"],
  [/\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{3}\b/g, "‹code›"],
  [/\b20\d\d-\d\d-\d\d([ T]\d\d:\d\d(:\d\d)?( UTC|Z)?)?/g, "‹time›"],
  [/\b1[78]\d{8}\b/g, "‹seconds›"],
  [/127\.0\.0\.1:\d+/g, "127.0.0.1:‹port›"],
  [/ +/g, " "],
];

/** The line without what is another in every run. */
export function steady(line) {
  return CHANGING.reduce((text, [what, by]) => text.replace(what, by), line).trim();
}

export async function write(folder, name, text) {
  await mkdir(dirname(join(folder, name)), { recursive: true });
  await writeFile(join(folder, name), text);
}

export const read = (file) => readFile(file, "utf8");
