import { protect, Sealer } from "waxseal";

const sealer = Sealer.load({ manifest: "/waxseal.jws", pin: "__PIN__" });
protect(document.querySelector("form"), sealer, { ref: "A-1001" });
