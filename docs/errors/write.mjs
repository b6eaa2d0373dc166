// Writes docs/errors.md: the codes and exit codes are those of src/error.rs, the words those of errors.json.
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = new URL("../../", import.meta.url);
const read = (path) => readFileSync(new URL(path, root), "utf8");

/** The document, as it should be. */
export function written() {
  const words = JSON.parse(read("docs/errors/errors.json"));
  const codes = codesOf(read("src/error.rs"));
  const others = Object.keys(words).filter((name) => !codes.some(({ code }) => code === name));
  if (others.length > 0) throw new Error(`errors.json has codes that src/error.rs has not: ${others}`);
  for (const { code } of codes) if (!words[code]) throw new Error(`errors.json has no words for ${code}`);
  const row = ({ code, exit }) => `| \`${code}\` | ${exit} | ${words[code].when} | ${words[code].do} |`;
  const met = codes.filter(({ code }) => words[code].page);
  const entry = ({ code }) => `- **\`${code}\`**: ${words[code].page.when}.\n  *Do:* ${words[code].page.do}.`;
  return read("docs/errors/template.md")
    .replace("%page%", () => met.map(entry).join("\n"))
    .replace("%table%", () => codes.map(row).join("\n"));
}

/** Each code with its exit code, in the order of the Rust library. */
function codesOf(rust) {
  const names = [...rust.matchAll(/Self::(\w+) => "([a-z-]+)",/g)];
  const arms = [...rust.slice(rust.indexOf("fn exit_code")).matchAll(/((?:Self::\w+\s*\|?\s*)+)=> (\d+),/g)];
  return names.map(([, variant, code]) => {
    const arm = arms.find(([, variants]) => variants.match(/\w+/g).includes(variant));
    return { code, exit: arm[2] };
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(new URL("docs/errors.md", root), written());
}
