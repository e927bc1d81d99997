// A patrol's form waits in the phone while there is no network, under the key it was made with, and is sent when there is one:
// twice is once. Without this the form is sent like every form. Where the phone gives its place, it goes along.
type Kept = { action: string; fields: [string, string | File][] }
const STORE = 'patrols'

const opened = new Promise<IDBDatabase>((done, failed) => {
  const asked = indexedDB.open('yufubao-patrols', 1)
  asked.onupgradeneeded = () => asked.result.createObjectStore(STORE)
  asked.onsuccess = () => done(asked.result)
  asked.onerror = () => failed(asked.error)
})
async function inStore<T>(
  mode: IDBTransactionMode,
  ask: (store: IDBObjectStore) => IDBRequest<T>,
): Promise<T> {
  const request = ask((await opened).transaction(STORE, mode).objectStore(STORE))
  return new Promise((done, failed) => {
    request.onsuccess = () => done(request.result)
    request.onerror = () => failed(request.error)
  })
}

const zh = document.documentElement.lang.startsWith('zh')
function say(text: string): void {
  for (const place of document.querySelectorAll<HTMLElement>('[data-said]')) {
    place.textContent = text
    place.closest<HTMLElement>('[data-patrol-waiting]')?.removeAttribute('hidden')
  }
}

/** Whether the platform has it: it leads back to the plan, and nowhere else, once it was written down. */
async function sent({ action, fields }: Kept): Promise<boolean> {
  const body = new FormData()
  for (const [name, value] of fields) body.append(name, value)
  const reply = await fetch(action, { method: 'POST', body, credentials: 'same-origin' })
  return new URL(reply.url).pathname === '/r/patrols'
}

async function sendKept(): Promise<void> {
  const actions = (await inStore('readonly', (store) => store.getAllKeys())) as string[]
  for (const action of actions) {
    const kept = (await inStore('readonly', (store) => store.get(action))) as Kept
    const is_there = await sent(kept).catch(() => false)
    if (is_there) await inStore('readwrite', (store) => store.delete(action))
  }
  const left = await inStore('readonly', (store) => store.count())
  if (left > 0)
    say(
      zh
        ? `手机里还有 ${left} 份巡查没有发出去：有网络、登录着，打开这一页就会发。`
        : `${left} patrols are still in this phone: they go out here, signed in and with a network.`,
    )
}

const form = document.querySelector<HTMLFormElement>('form[data-patrol]')
form?.addEventListener('submit', (event) => {
  if (!form.checkValidity()) return
  const seen = form.querySelector<HTMLInputElement>('[name=seen_at]')
  if (navigator.onLine) return
  event.preventDefault()
  if (seen) seen.value = new Date().toISOString()
  const fields = [...new FormData(form).entries()] as Kept['fields']
  const kept: Kept = { action: form.action, fields }
  inStore('readwrite', (store) => store.put(kept, form.action)).then(
    () =>
      say(
        zh
          ? '没有网络：已经留在手机里，有网络就发。'
          : 'No network: kept in this phone, and sent later.',
      ),
    () => say(zh ? '没有网络，也没能留下，请抄下来。' : 'No network, and it could not be kept.'),
  )
})
if (form)
  navigator.geolocation?.getCurrentPosition(
    ({ coords }) => {
      for (const [name, value] of [
        ['lat', coords.latitude],
        ['lon', coords.longitude],
      ] as const) {
        const field = form.querySelector<HTMLInputElement>(`[name=${name}]`)
        if (field) field.value = String(Math.trunc(value * 1_000) / 1_000)
      }
    },
    () => undefined,
    { maximumAge: 60_000, timeout: 10_000 },
  )
const later = () => void sendKept().catch(() => undefined)
window.addEventListener('online', later)
if (navigator.onLine) later()

export {}
