// Keeps what a shopper's page is drawn with, and one page for when there is no network. Nothing that shows stock is kept: it
// would be old.
"use strict";
const KEPT = "noren-shopper-1";
const NO_NETWORK = "/no-network";
const DRAWN_WITH = ["/noren.css", "/shopper.js", "/noren.svg"];
const OURS = /^\/(p|basket|b|scan)(\/|$)/;

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(KEPT).then((kept) => kept.addAll([NO_NETWORK, ...DRAWN_WITH])).then(() => self.skipWaiting()));
});
self.addEventListener("activate", (event) => {
  const old = (name) => name.startsWith("noren-shopper-") && name !== KEPT;
  event.waitUntil(caches.keys()
    .then((names) => Promise.all(names.filter(old).map((name) => caches.delete(name))))
    .then(() => self.clients.claim()));
});
self.addEventListener("fetch", (event) => {
  const address = new URL(event.request.url);
  if (event.request.method !== "GET" || address.origin !== self.location.origin) return;
  if (event.request.mode === "navigate" && OURS.test(address.pathname)) {
    event.respondWith(fetch(event.request).catch(() => caches.match(NO_NETWORK)));
  } else if (DRAWN_WITH.includes(address.pathname)) {
    // The newest where there is a network.
    event.respondWith(fetch(event.request)
      .then((answer) => {
        if (answer.ok) {
          const copy = answer.clone();
          event.waitUntil(caches.open(KEPT).then((kept) => kept.put(event.request, copy)));
        }
        return answer;
      })
      .catch(() => caches.match(event.request)));
  }
});
