// The worker keeps one page, of nobody's data: what is true of cards without a network. Everything else is asked anew. And it
// shows what this device is told: a message, and where a tap on it leads.
type Waits = Event & { waitUntil(work: Promise<unknown>): void }
type Asks = Waits & { request: Request; respondWith(answer: Promise<Response>): void }
type Told = Waits & { data: { json(): unknown } | null }
type Tapped = Waits & { notification: { close(): void; data: unknown } }
type Window = { url: string; focus(): Promise<unknown> }
type Own = {
  addEventListener(name: 'install' | 'activate', heard: (event: Waits) => void): void
  addEventListener(name: 'fetch', heard: (event: Asks) => void): void
  addEventListener(name: 'push', heard: (event: Told) => void): void
  addEventListener(name: 'notificationclick', heard: (event: Tapped) => void): void
  skipWaiting(): Promise<void>
  registration: { showNotification(title: string, of: object): Promise<void> }
  location: { origin: string }
  clients: {
    claim(): Promise<void>
    matchAll(of: { type: 'window'; includeUncontrolled: boolean }): Promise<Window[]>
    openWindow(url: string): Promise<unknown>
  }
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

type Message = { body: string; url: string; tag: string }
/** A message without words is shown all the same: a browser ends a subscription that shows nothing. */
const messageIn = (event: Told): Message => {
  const nothing = { body: '预付保有一条新消息，请打开看', url: '/c', tag: 'news' }
  try {
    return { ...nothing, ...(event.data?.json() as Partial<Message> | undefined) }
  } catch {
    return nothing
  }
}
own.addEventListener('push', (event) => {
  const { body, url, tag } = messageIn(event)
  const shown = {
    body,
    tag,
    lang: 'zh-CN',
    icon: '/icon-180.png',
    badge: '/icon-180.png',
    data: url,
  }
  event.waitUntil(own.registration.showNotification('预付保', shown))
})
/** Only our own pages are opened, whatever a message says. */
own.addEventListener('notificationclick', (event) => {
  event.notification.close()
  const to = new URL(String(event.notification.data ?? '/c'), own.location.origin)
  const url = to.origin === own.location.origin ? to.href : `${own.location.origin}/c`
  const opens = own.clients
    .matchAll({ type: 'window', includeUncontrolled: true })
    .then((windows) => {
      const there = windows.find((one) => one.url === url)
      return there ? there.focus() : own.clients.openWindow(url)
    })
  event.waitUntil(opens)
})

export {}
