// Reads the customer's code with the camera: the browser's own reader where there is one, else ours, loaded on demand.
type Reader = { detect(source: HTMLVideoElement): Promise<{ rawValue: string }[]> }
declare const BarcodeDetector: { new (options: { formats: string[] }): Reader } | undefined

const button = document.querySelector<HTMLButtonElement>('#scan')
const video = document.querySelector<HTMLVideoElement>('#camera')
const code = document.querySelector<HTMLInputElement>('[data-code]')
const words = document.getElementById('scan-said')

async function readerOf(): Promise<Reader> {
  const own = typeof BarcodeDetector === 'undefined' ? null : BarcodeDetector
  if (own) return new own({ formats: ['qr_code'] })
  const href = button?.dataset.reader
  if (!href) throw new Error('no reader')
  const lazily: { openReader(): Reader } = await import(href)
  return lazily.openReader()
}
async function scan(): Promise<void> {
  if (!video || !code || !button || !words) return
  let stream: MediaStream | null = null
  try {
    stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } })
    const reader = await readerOf()
    video.srcObject = stream
    video.hidden = false
    await video.play()
    for (let tries = 0; tries < 300; tries++) {
      const [found] = await reader.detect(video)
      if (found) {
        code.value = found.rawValue
        code.form?.requestSubmit()
        break
      }
      await new Promise((done) => setTimeout(done, 100))
    }
  } catch {
    words.textContent = button.dataset.none ?? ''
    code.focus()
  }
  for (const track of stream?.getTracks() ?? []) track.stop()
  video.hidden = true
}
if (button && navigator.mediaDevices) {
  void navigator.mediaDevices.enumerateDevices().then((devices) => {
    button.hidden = !devices.some(({ kind }) => kind === 'videoinput')
  })
  button.addEventListener('click', () => void scan())
}

export {}
