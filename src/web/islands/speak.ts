// Says the result aloud once, for a cashier whose eyes are on the customer.
const said = document.querySelector<HTMLElement>('[data-speak]')
if (said && 'speechSynthesis' in window) {
  const key = `said ${location.pathname} ${said.dataset.speak}`
  if (!sessionStorage.getItem(key)) {
    sessionStorage.setItem(key, '1')
    const speech = new SpeechSynthesisUtterance(said.dataset.speak ?? '')
    speech.lang = document.documentElement.lang
    speechSynthesis.speak(speech)
  }
}

export {}
