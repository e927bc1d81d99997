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
