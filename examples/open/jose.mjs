// Opens the part of an order that a key opens: node jose.mjs KEY.jwk < ORDER
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { compactDecrypt, decodeProtectedHeader, importJWK } from "jose";

const jwk = JSON.parse(readFileSync(process.argv[2], "utf8"));
const parts = readFileSync(0, "utf8").trim().split("~");
const part = parts.find((each) => decodeProtectedHeader(each).kid === jwk.kid);
if (!part) throw new Error("no part of this order is for this key");

const { plaintext, protectedHeader } = await compactDecrypt(part, await importJWK(jwk, "ECDH-ES"), {
  keyManagementAlgorithms: ["ECDH-ES"],
  contentEncryptionAlgorithms: ["A256GCM"],
});
const { _: seed, ...fields } = JSON.parse(new TextDecoder().decode(plaintext));
const digest = createHash("sha256").update(Buffer.from(seed, "base64url")).digest();
if (digest.subarray(0, 16).toString("base64url") !== protectedHeader.jti) throw new Error("tampered");
console.log(JSON.stringify(fields));
