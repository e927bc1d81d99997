// Reads the page's main text aloud, with the phone's own voice; the button shows only where there is one.
const button = document.querySelector<HTMLButtonElement>('[data-read-aloud]')
const words = document.getElementById('main')
if (button && words && 'speechSynthesis' in window) {
  button.hidden = false
  button.addEventListener('click', () => {
    const speaking = speechSynthesis.speaking
    speechSynthesis.cancel()
    button.setAttribute('aria-pressed', String(!speaking))
    if (speaking) return
    const said = [...words.querySelectorAll('h1, h2, p, dt, dd, li')]
      .filter((element) => !element.closest('[hidden], details:not([open]), form'))
      .map((element) => element.textContent?.trim() ?? '')
      .filter(Boolean)
      .join('。')
    const speech = new SpeechSynthesisUtterance(said)
    speech.lang = document.documentElement.lang
    speech.rate = 0.9
    speech.onend = () => button.setAttribute('aria-pressed', 'false')
    speechSynthesis.speak(speech)
  })
}

export {}
