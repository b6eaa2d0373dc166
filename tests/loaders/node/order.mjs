import { readFile } from "node:fs/promises";
import { Sealer } from "waxseal";

const manifest = await readFile("waxseal.jws", "utf8");
const sealer = await Sealer.load({ manifest, pin: "__PIN__", origin: "http://localhost:3000" });
console.log(sealer.seal({ name: "Ada Lovelace", tel: "+442079460000" }, { ref: "A-1001" }));
