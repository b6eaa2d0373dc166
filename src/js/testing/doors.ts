/** The ways out of a page that the browser's protocol does not show, by what a leak there is called. */
export interface Doors {
  /** Methods, `Owner.method` each: what they are called with. */
  readonly methods: Readonly<Record<string, string>>;
  /** Classes: what they are constructed with. */
  readonly classes: Readonly<Record<string, string>>;
}

export const DOORS: Doors = {
  methods: {
    "fetch body": "window.fetch",
    "beacon body": "Navigator.sendBeacon",
    "XMLHttpRequest body": "XMLHttpRequest.send",
    "postMessage": "window.postMessage MessagePort.postMessage Worker.postMessage",
    "service worker message": "ServiceWorker.postMessage",
    "BroadcastChannel message": "BroadcastChannel.postMessage",
    "service worker URL": "ServiceWorkerContainer.register",
    "WebRTC message": "RTCDataChannel.send",
    "history state":
      "History.pushState History.replaceState Navigation.navigate Navigation.updateCurrentEntry",
    "storage": "Storage.setItem",
    "IndexedDB":
      "IDBObjectStore.put IDBObjectStore.add IDBFactory.open IDBDatabase.createObjectStore",
    "Cache": "Cache.put Cache.add Cache.addAll CacheStorage.open",
    "file system": "FileSystemWritableFileStream.write FileSystemDirectoryHandle.getFileHandle",
    "cookie": "CookieStore.set",
    "clipboard": "Clipboard.writeText Clipboard.write DataTransfer.setData",
    "notification": "ServiceWorkerRegistration.showNotification",
    "share": "Navigator.share",
    "new window": "window.open",
    "console":
      "console.log console.info console.warn console.error console.debug console.trace console.dir " +
      "console.table console.group console.groupCollapsed console.assert console.count console.time " +
      "console.timeStamp",
  },
  classes: {
    "worker URL": "Worker SharedWorker",
    "notification": "Notification",
    "WebRTC address": "RTCPeerConnection",
    "WebTransport address": "WebTransport",
  },
};
