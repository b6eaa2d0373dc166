import { chromium } from "../support/chromium.mjs";

export const environments = [
  {
    name: "import map, Chromium",
    what: "page's own script imports waxseal",
    quick: true,
    version: async () => chromium.version,
    run: (project) => project.order(project.serve(".")),
  },
];
