import { readFile } from "node:fs/promises";
import { Sealer } from "waxseal";
import { Checkout } from "./checkout";

/** The server knows the package too: it seals a note of its own while the page is built. */
export default async function Page() {
  const manifest = await readFile("public/waxseal.jws", "utf8");
  const origin = "http://localhost:3000";
  const sealer = await Sealer.load({ manifest, pin: "__PIN__", origin });
  const line = sealer.seal({ name: "Ada Lovelace", tel: "+442079460000" }, { ref: "A-1001" });
  return (
    <main>
      <output>{line}</output>
      <Checkout />
    </main>
  );
}
