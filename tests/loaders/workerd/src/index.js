import { Sealer } from "waxseal";
import manifest from "./waxseal.txt";

export default {
  async fetch() {
    const sealer = await Sealer.load({ manifest, pin: "__PIN__", origin: "http://localhost:8787" });
    const line = sealer.seal({ name: "Ada Lovelace", tel: "+442079460000" }, { ref: "A-1001" });
    return new Response(line);
  },
};
