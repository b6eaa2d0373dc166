// The demo's checkout in each state that a shopper may meet.

const BAD = {
  name: "Ada Ångström",
  email: "ada",
  "street-address": "7 Straße\nDublin",
  "postal-code": "D02 XY45",
  "cc-number": "4242 4242 4242 4241",
  "cc-exp": "09/39",
};

export const STATES = {
  async normal(page) {
    await page.locator("waxseal-badge:state(verified)").waitFor();
  },

  async badge(page) {
    await STATES.normal(page);
    await page.locator("waxseal-badge summary").click();
    await page.locator("waxseal-badge [part=panel]").waitFor();
  },

  async errors(page) {
    await STATES.normal(page);
    for (const [id, value] of Object.entries(BAD)) await page.fill(`#${id}`, value);
    await page.locator("button.primary").click();
    await page.locator("[data-waxseal-summary] li").first().waitFor();
  },

  async fallback(page) {
    // As a network does whose users have to log in first.
    await page.route("**/waxseal.jws", (route) => route.fulfill({ body: "<h1>Log in" }));
    await page.reload();
    await page.locator("waxseal-fallback:state(failed)").waitFor();
  },
};
