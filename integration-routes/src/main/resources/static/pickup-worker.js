// Keeps the pages that a phone works with in the store, so that they open again without a network. Only those, and what
// they are made of; none of them says whose an order is.
"use strict";
const KEPT = "noren-pickup-1";
const MOST = 40;
const PAGES = /^\/pickup\/(?:handover|[0-9a-f-]{36}\/pick)$/;
const PARTS = /^\/(?:[\w-]+\.(?:js|css|svg)|webjars\/.+)$/;

const keep = async (request, answer) => {
  const cache = await caches.open(KEPT);
  await cache.put(request, answer);
  const all = await cache.keys();
  await Promise.all(all.slice(0, Math.max(0, all.length - MOST)).map((old) => cache.delete(old)));
};

const newest = async (event) => {
  try {
    const answer = await fetch(event.request);
    // The sign-in is no page of these.
    if (answer.ok && !answer.redirected) {
      const copy = answer.clone();
      // All of it: of half a page, because the network went meanwhile, the kept one is better.
      await answer.clone().blob();
      event.waitUntil(keep(event.request, copy));
    }
    return answer;
  } catch (lost) {
    const kept = await caches.match(event.request, { ignoreVary: true });
    if (kept) return kept;
    throw lost;
  }
};

self.addEventListener("install", (event) => event.waitUntil(self.skipWaiting()));
self.addEventListener("activate", (event) => event.waitUntil((async () => {
  const old = (await caches.keys()).filter((name) => name.startsWith("noren-pickup-") && name !== KEPT);
  await Promise.all(old.map((name) => caches.delete(name)));
  await self.clients.claim();
})()));
self.addEventListener("fetch", (event) => {
  const { pathname, origin } = new URL(event.request.url);
  if (event.request.method === "GET" && origin === self.location.origin && (PAGES.test(pathname) || PARTS.test(pathname))) {
    event.respondWith(newest(event));
  }
});
