// Renews the pay code: counts down, asks for the next one, stands still while nobody looks, and says so when offline.
const box = document.getElementById('code')
const secondsOf = (): HTMLElement | null =>
  box?.querySelector<HTMLElement>('[data-seconds]') ?? null
let left = Number(secondsOf()?.dataset.seconds ?? 0)
let asking = false

function offline(): void {
  if (!box) return
  const words = document.createElement('p')
  words.setAttribute('role', 'status')
  words.textContent = box.dataset.offline ?? ''
  const again = document.createElement('button')
  again.type = 'button'
  again.textContent = box.dataset.again ?? ''
  again.addEventListener('click', () => void renew())
  box.replaceChildren(words, again)
}
async function renew(): Promise<void> {
  if (!box || asking) return
  asking = true
  try {
    const answer = await fetch(box.dataset.part ?? '', { credentials: 'same-origin' })
    const go = answer.headers.get('X-Go')
    if (go) location.assign(go)
    else if (answer.redirected || !answer.ok) location.reload()
    else {
      box.innerHTML = await answer.text()
      left = Number(secondsOf()?.dataset.seconds ?? 30)
    }
  } catch {
    offline()
  }
  asking = false
}
function tick(): void {
  const words = secondsOf()
  if (!box || document.hidden || !words) return
  left -= 1
  if (left <= 0) void renew()
  else words.textContent = left + (box.dataset.left ?? '')
}
setInterval(tick, 1000)
// Also asks in between whether the code was used: the result should show without a touch.
setInterval(() => {
  if (!document.hidden && secondsOf() && left > 4) void renew()
}, 4000)
document.addEventListener('visibilitychange', () => {
  if (!document.hidden) void renew()
})
window.addEventListener('offline', offline)
window.addEventListener('online', () => void renew())

export {}
