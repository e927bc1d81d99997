// The worker keeps one page, of nobody's data: what is true of cards without a network. Everything else is asked anew.
type Waits = Event & { waitUntil(work: Promise<unknown>): void }
type Asks = Waits & { request: Request; respondWith(answer: Promise<Response>): void }
type Own = {
  addEventListener(name: 'install' | 'activate', heard: (event: Waits) => void): void
  addEventListener(name: 'fetch', heard: (event: Asks) => void): void
  skipWaiting(): Promise<void>
  clients: { claim(): Promise<void> }
}
declare const self: Own
const own = self
const KEPT = 'offline-1'
const PAGE = '/offline'

own.addEventListener('install', (event) => {
  const keeps = caches.open(KEPT).then((kept) => kept.add(new Request(PAGE, { cache: 'reload' })))
  event.waitUntil(keeps.then(() => own.skipWaiting()))
})
own.addEventListener('activate', (event) => {
  const clears = caches
    .keys()
    .then((names) =>
      Promise.all(names.filter((name) => name !== KEPT).map((name) => caches.delete(name))),
    )
  event.waitUntil(clears.then(() => own.clients.claim()))
})
own.addEventListener('fetch', (event) => {
  const { request } = event
  if (request.mode !== 'navigate' || request.method !== 'GET') return
  const kept = () => caches.match(PAGE).then((page) => page ?? Response.error())
  event.respondWith(fetch(request).catch(kept))
})

export {}
