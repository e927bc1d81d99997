// While the demo city is being told: renews the line, and the whole page once another server answers with all of it.
const ASK_EVERY_MS = 1_500

async function renew(): Promise<void> {
  const line = document.getElementById('telling')
  if (!line) return
  try {
    const answer = await fetch(location.href, { credentials: 'same-origin', cache: 'no-store' })
    const html = answer.ok ? await answer.text() : null
    const page = html === null ? null : new DOMParser().parseFromString(html, 'text/html')
    const next = page?.getElementById('telling')
    if (next) line.innerHTML = next.innerHTML
    else if (page) return location.reload()
  } catch {
    // The server is changing over: what is shown stays, and the next one is asked in a moment.
  }
  setTimeout(() => void renew(), ASK_EVERY_MS)
}
setTimeout(() => void renew(), ASK_EVERY_MS)
