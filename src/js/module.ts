import { agree, encrypt, initSync, sha256, verify } from "../../target/module/waxseal.js";
import { compile } from "waxseal:module";

/** What Rust does for the page: the cryptography, synchronous. */
const MODULE = { agree, encrypt, sha256, verify };
let started = false;

/** The module, compiled on first use: importing this file touches nothing. */
export function loadModule(): typeof MODULE {
  if (!started) initSync({ module: compile() });
  started = true;
  return MODULE;
}
