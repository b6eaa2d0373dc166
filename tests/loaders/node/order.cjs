const { readFileSync } = require("node:fs");
const { Sealer } = require("waxseal");

const manifest = readFileSync("waxseal.jws", "utf8");
Sealer.load({ manifest, pin: "__PIN__", origin: "http://localhost:3000" }).then((sealer) => {
  console.log(sealer.seal({ name: "Ada Lovelace", tel: "+442079460000" }, { ref: "A-1001" }));
});
