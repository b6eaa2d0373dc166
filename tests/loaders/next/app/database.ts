import { appendFile } from "node:fs/promises";

/** An order that was taken. */
export async function keep(jti: string, line: string) {
  await appendFile("kept.jsonl", `${JSON.stringify([jti, line])}\n`);
}
