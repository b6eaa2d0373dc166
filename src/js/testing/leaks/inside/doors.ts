/** Methods that the browser's protocol does not show, `Owner.method` each, by what a leak there is called. */
export const METHODS: Readonly<Record<string, string>> = {
  "fetch": "window.fetch window.fetchLater",
  "beacon": "Navigator.sendBeacon",
  "XMLHttpRequest": "XMLHttpRequest.open XMLHttpRequest.send",
  "postMessage": "MessagePort.postMessage Worker.postMessage",
  "service worker message": "ServiceWorker.postMessage",
  "BroadcastChannel message": "BroadcastChannel.postMessage",
  "service worker URL": "ServiceWorkerContainer.register",
  "WebSocket close": "WebSocket.close",
  "WebRTC message": "RTCDataChannel.send RTCPeerConnection.createDataChannel",
  "WebRTC address": "RTCPeerConnection.setConfiguration RTCPeerConnection.addIceCandidate",
  "stream": "WritableStreamDefaultWriter.write",
  "history state":
    "History.pushState History.replaceState Navigation.navigate Navigation.updateCurrentEntry",
  "storage": "Storage.setItem SharedStorage.set SharedStorage.append",
  "IndexedDB":
    "IDBObjectStore.put IDBObjectStore.add IDBObjectStore.createIndex IDBCursor.update " +
    "IDBFactory.open IDBDatabase.createObjectStore",
  "Cache": "Cache.put Cache.add Cache.addAll CacheStorage.open",
  "file system":
    "FileSystemWritableFileStream.write FileSystemDirectoryHandle.getFileHandle " +
    "FileSystemDirectoryHandle.getDirectoryHandle",
  "cookie": "CookieStore.set",
  "credential": "CredentialsContainer.store CredentialsContainer.create",
  "clipboard": "Clipboard.writeText Clipboard.write DataTransfer.setData",
  "notification": "ServiceWorkerRegistration.showNotification",
  "share": "Navigator.share",
  "protocol handler": "Navigator.registerProtocolHandler",
  "new window": "window.open",
  "console":
    "console.log console.info console.warn console.error console.debug console.trace console.dir " +
    "console.dirxml console.table console.group console.groupCollapsed console.assert console.count " +
    "console.countReset console.time console.timeLog console.timeEnd console.timeStamp",
};

/** Classes, by what a leak there is called: what they are constructed with. */
export const CLASSES: Readonly<Record<string, string>> = {
  "worker URL": "Worker SharedWorker",
  "BroadcastChannel name": "BroadcastChannel",
  "notification": "Notification",
  "payment request": "PaymentRequest",
  "credential": "PasswordCredential FederatedCredential",
  "WebRTC address": "RTCPeerConnection",
  "WebTransport address": "WebTransport",
};
