import { type Devtools, run } from "./cdp.js";

/**
 * Has the page believe that it is left: what it sends then is otherwise sent when the browser has
 * no more to do with it, and tells nobody.
 */
export async function pretendToLeave(session: Devtools): Promise<void> {
  const hide = () => {
    const hidden = { visibilityState: "hidden", hidden: true };
    for (const [name, value] of Object.entries(hidden)) {
      Object.defineProperty(document, name, { configurable: true, value });
    }
    document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
    dispatchEvent(new PageTransitionEvent("pagehide"));
    for (const name of Object.keys(hidden)) Reflect.deleteProperty(document, name);
  };
  await run(session, hide, null);
}
