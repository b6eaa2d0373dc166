"use server";

import { appendFile } from "node:fs/promises";

/** For `<form action>`. */
export async function placeOrder(data: FormData) {
  await keep(data);
}

/** For `useActionState`: says how many orders were taken. */
export async function countOrder(taken: number, data: FormData) {
  await keep(data);
  return data.has("sealed") ? taken + 1 : taken;
}

/** Everything that came, so that nothing else than the order can have come. */
async function keep(data: FormData) {
  await appendFile("received.jsonl", `${JSON.stringify([...data])}\n`);
}
