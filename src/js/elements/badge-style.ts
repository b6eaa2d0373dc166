/**
 * It takes the page's font and colours, so that it fits a dark page too; the custom properties and
 * parts are for pages that want it otherwise. Nothing moves.
 */
export const BADGE_STYLE = `
:host { display: block; font-size: .9375em; line-height: 1.5; text-align: start; }
:host([hidden]) { display: none; }
* { box-sizing: border-box; }
[part~=badge] {
  margin: 0;
  border: 1px solid var(--waxseal-line, currentColor);
  border-radius: var(--waxseal-radius, .5rem);
  background: var(--waxseal-background, transparent);
  color: var(--waxseal-text, inherit);
}
summary, [part~=status] { padding: .625rem .875rem; }
summary {
  display: flex;
  align-items: center;
  justify-content: space-between;
  gap: .625rem;
  border-radius: inherit;
  list-style: none;
  cursor: pointer;
}
summary::-webkit-details-marker { display: none; }
[part~=headline] { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 .625rem; }
summary::after {
  flex: none;
  width: .5rem;
  height: .5rem;
  margin-inline-end: .25rem;
  border: solid currentColor;
  border-width: 0 .125rem .125rem 0;
  transform: translateY(-.1875rem) rotate(45deg);
  content: "";
}
details[open] > summary::after { transform: translateY(.0625rem) rotate(-135deg); }
:focus-visible { outline: 3px solid var(--waxseal-accent, currentColor); outline-offset: 2px; }
[part~=title] { font-weight: 600; }
[part~=key], [part~=note], [part~=limits] { color: var(--waxseal-soft, inherit); font-size: .9333em; }
[part~=test] {
  padding: 0 .5em;
  border: 1px solid currentColor;
  border-radius: 1em;
  font-size: .8667em;
}
[part~=panel] { padding: 0 .875rem .25rem; overflow-wrap: anywhere; }
p { margin: 0 0 .75rem; }
dl { margin: 0; }
[part~=fact] { padding: .625rem 0 0; border-top: 1px solid var(--waxseal-line, currentColor); }
dt { font-weight: 600; }
dd { margin: 0 0 .625rem; }
dd p { margin: 0; }
ul { display: flex; flex-wrap: wrap; gap: 0 .375rem; margin: 0; padding: 0; list-style: none; }
li:not(:last-child)::after { content: ","; content: "," / ""; }
code { font-family: ui-monospace, Menlo, Consolas, "Liberation Mono", monospace; }
[part~=fingerprint] { display: block; margin: .125rem 0; }
[part~=group] { display: inline-block; margin-inline-end: .625em; }
[part~=limits] { padding-top: .75rem; border-top: 1px solid var(--waxseal-line, currentColor); }
a { color: var(--waxseal-accent, inherit); }
`;
