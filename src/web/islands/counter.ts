// The till: a keypad for fingers, and a scanner gun that needs no click. Everything it does, the plain form does too.
const form = document.querySelector<HTMLFormElement>('#till')
const amount = form?.querySelector<HTMLInputElement>('[data-amount]')
const code = form?.querySelector<HTMLInputElement>('[data-code]')
const keys = document.getElementById('keys')

if (form && amount && code && keys) {
  keys.hidden = false
  for (const sign of ['1', '2', '3', '4', '5', '6', '7', '8', '9', '.', '0', '⌫']) {
    const button = document.createElement('button')
    button.type = 'button'
    button.textContent = sign
    button.addEventListener('click', () => {
      if (sign === '⌫') amount.value = amount.value.slice(0, -1)
      else if (/^\d{0,6}(\.\d{0,2})?$/.test(amount.value + sign)) amount.value += sign
    })
    keys.append(button)
  }
  // A sum and an item are two ways of saying one thing: the later one counts.
  const visits = form.querySelector<HTMLInputElement>('[data-visits]')
  const none = form.querySelector<HTMLInputElement>('[data-none]')
  const tiles = form.querySelectorAll<HTMLInputElement>('[name=item_id]:not([data-none])')
  const sum_typed = () => {
    if (none) none.checked = true
    if (visits) visits.value = ''
  }
  amount.addEventListener('input', sum_typed)
  keys.addEventListener('click', sum_typed)
  visits?.addEventListener('input', () => {
    amount.value = ''
    if (none) none.checked = true
  })
  for (const tile of tiles)
    tile.addEventListener('change', () => {
      amount.value = ''
      if (visits) visits.value = ''
    })
  // F1 to F8 press a tile; the code keeps the focus. A short number and Enter in the code is a sum. F9 goes to 撤销 of the last
  // use and presses nothing; Escape clears what was typed.
  document.addEventListener('keydown', (event) => {
    if (event.key === 'F9') {
      event.preventDefault()
      document.querySelector<HTMLElement>('.uses .danger')?.focus()
    } else if (event.key === 'Escape') {
      code.value = amount.value = ''
      sum_typed()
      code.focus()
    }
    const tile = /^F[1-8]$/.test(event.key) ? tiles[Number(event.key.slice(1)) - 1] : undefined
    if (tile) {
      event.preventDefault()
      tile.click()
      code.focus()
    } else if (
      event.key === 'Enter' &&
      event.target === code &&
      /^\d{1,6}(\.\d{1,2})?$/.test(code.value)
    ) {
      event.preventDefault()
      amount.value = code.value
      code.value = ''
      sum_typed()
    }
  })
  // A gun types sixteen digits or more within a blink, wherever the cursor is: they are a code, never an amount.
  let typed = ''
  let last = 0
  document.addEventListener('keydown', (event) => {
    if (event.target === code) return
    const now = event.timeStamp
    if (now - last > 50) typed = ''
    last = now
    if (/^[0-9A-Za-z]$/.test(event.key)) typed += event.key
    else if (event.key === 'Enter' && typed.length >= 16) {
      event.preventDefault()
      if (event.target instanceof HTMLInputElement) {
        event.target.value = event.target.value.replace(typed, '')
      }
      code.value = typed
      typed = ''
      form.requestSubmit()
    }
  })
  // Pressed twice, sent once: the second press would only ask the same key again, but nobody should wonder.
  form.addEventListener('submit', () => {
    for (const button of form.querySelectorAll('button')) button.disabled = true
  })
  window.addEventListener('pageshow', () => {
    for (const button of form.querySelectorAll('button')) button.disabled = false
  })
}

export {}
