import { type Devtools, run } from "./cdp.js";
import type { Item } from "./search.js";

/** What the page holds now, whoever put it there. */
export async function sweep(session: Devtools): Promise<Item[]> {
  return [...(await ofPage(session)), ...(await ofBrowser(session))];
}

async function ofPage(session: Devtools): Promise<Item[]> {
  const read = () => {
    const attempt = (action: () => unknown) => {
      try {
        return JSON.stringify(action()) ?? "";
      } catch {
        return "";
      }
    };
    return {
      cookie: attempt(() => document.cookie),
      "local storage": attempt(() => ({ ...localStorage })),
      "session storage": attempt(() => ({ ...sessionStorage })),
      "history state": attempt(() => history.state),
      "window.name": attempt(() => window.name),
      address: attempt(() => location.href),
      title: attempt(() => document.title),
    };
  };
  const texts = await run(session, read, null).catch(() => ({}));
  return Object.entries(texts).map(([where, data]) => ({ where, data: String(data) }));
}

/** Cookies that no script sees, and the addresses and titles of the tab's history. */
async function ofBrowser(session: Devtools): Promise<Item[]> {
  const questions = { cookie: "Network.getCookies", history: "Page.getNavigationHistory" };
  const items = Object.entries(questions).map(async ([where, method]) => {
    const answer = await session.send(method).catch(() => ({}));
    return { where, data: JSON.stringify(answer) };
  });
  return Promise.all(items);
}
