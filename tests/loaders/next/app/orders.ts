"use server";

import { readFile } from "node:fs/promises";
import { inspect, WaxsealError } from "waxseal/inspect";
import { keep } from "./database";
import { record } from "./record";

/** What the page shows: how many orders were taken, and why the last one was not. */
interface Answer {
  taken: number;
  refused?: string;
}

/** For `useActionState`. */
export async function countOrder({ taken }: Answer, data: FormData): Promise<Answer> {
  const refused = await take(data);
  return refused === undefined ? { taken: taken + 1 } : { taken, refused };
}

/** For `<form action>`. */
export async function placeOrder(data: FormData) {
  await take(data);
}

/** Keeps the order, or returns why not. */
async function take(data: FormData): Promise<string | undefined> {
  await record(data);
  const line = String(data.get("sealed"));
  const manifest = await readFile("public/waxseal.jws", "utf8");
  const ref = "A-1001"; // as your session has it
  try {
    const { jti } = inspect(line, { manifest, pin: "__PIN__", ref });
    await keep(jti, line);
  } catch (error) {
    if (error instanceof WaxsealError) return error.code;
    throw error;
  }
}
