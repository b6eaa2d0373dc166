import { sealReading } from "./order.js";
import { apply, outgoing } from "./outgoing.js";
import { readForm } from "./reading.js";
import { protectionOf } from "./registry.js";
import type { SealFormOptions, Sealer } from "./sealer.js";

/** Seals a form for a script that sends it itself. */
export function sealForm(
  sealer: Sealer,
  form: HTMLFormElement,
  submitter: HTMLElement | null,
  options: SealFormOptions,
): FormData {
  const protection = protectionOf(form);
  if (protection) return protection.sealForm(submitter);
  const reading = readForm(form, sealer, options.form);
  const line = sealReading(sealer, reading, options);
  const data = new FormData(form, submitter);
  apply(data, outgoing(sealer, reading, options.into, line));
  return data;
}
