// Keys of desk pages. Letters work only while a row has the focus (WCAG 2.1.4); a key moves the focus or follows a link,
// and never sends a form: what cannot be undone is pressed.
const rows = [...document.querySelectorAll<HTMLElement>('[data-row]')]
const NEXT = ['j', 'ArrowDown']
const BACK = ['k', 'ArrowUp']

document.addEventListener('keydown', (event) => {
  const on = document.activeElement
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return
  if (on?.matches('input, textarea, select')) return
  if (event.key === '/') {
    const find = document.querySelector<HTMLElement>('[data-find]')
    if (!find) return
    find.focus()
    event.preventDefault()
  }
  const at = rows.indexOf(on as HTMLElement)
  if (at < 0) return
  const to = NEXT.includes(event.key)
    ? rows[at + 1]
    : BACK.includes(event.key)
      ? rows[at - 1]
      : null
  if (to) {
    to.focus()
    event.preventDefault()
  }
  const act = on
    ?.closest('li, tr')
    ?.querySelector<HTMLElement>(`[data-key="${CSS.escape(event.key)}"]`)
  if (act instanceof HTMLAnchorElement) act.click()
  else act?.focus()
})

export {}
