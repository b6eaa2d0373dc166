import { appendFile } from "node:fs/promises";

/** Everything that came, so that nothing else than the order can have come. */
export async function record(data: FormData) {
  await appendFile("received.jsonl", `${JSON.stringify([...data])}\n`);
}
