import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { Checkout } from "./Checkout.js";

const app = document.querySelector("#app")!;
createRoot(app).render(<StrictMode><Checkout order="A-1001" /></StrictMode>);
