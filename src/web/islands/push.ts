// Asks this browser for what is needed to show messages on it, and sends it with the form. Without scripts there are none.
const bytes = (text: string) =>
  Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (c) => c.charCodeAt(0))
const TRIES_MS = 20_000

/** The worker that will show them: registered here, for whoever never was on the page that does it. */
async function asked(key: string): Promise<Record<string, string> | null> {
  if ((await Notification.requestPermission()) !== 'granted') return null
  await navigator.serviceWorker.register('/sw.js')
  const { pushManager } = await navigator.serviceWorker.ready
  // Subscribed under another key (this city's changed): it can be told nothing any more.
  await (await pushManager.getSubscription())?.unsubscribe()
  const made = await pushManager.subscribe({
    userVisibleOnly: true,
    applicationServerKey: bytes(key),
  })
  const { endpoint, keys } = made.toJSON() as { endpoint: string; keys: Record<string, string> }
  return { endpoint, ...keys }
}
const late = () =>
  new Promise<never>((_, fail) => setTimeout(() => fail(new Error('late')), TRIES_MS))

for (const form of document.querySelectorAll<HTMLFormElement>('form[data-push]')) {
  const words = form.querySelector<HTMLElement>('[data-said]')
  const button = form.querySelector<HTMLButtonElement>('button')
  if (!words || !button) continue
  if (!('serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window)) {
    words.textContent = form.dataset.none ?? ''
    continue
  }
  words.textContent = ''
  button.hidden = false
  const stops = (why: string | undefined) => {
    button.disabled = false
    words.textContent = why ?? ''
  }
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    button.disabled = true
    words.textContent = form.dataset.waits ?? ''
    Promise.race([asked(form.dataset.push ?? ''), late()]).then(
      (said) => {
        if (said === null) return stops(form.dataset.denied)
        for (const [name, value] of Object.entries(said)) {
          const field = form.querySelector<HTMLInputElement>(`[name="${name}"]`)
          if (field) field.value = value
        }
        form.submit()
      },
      () => stops(form.dataset.failed),
    )
  })
}

export {}
