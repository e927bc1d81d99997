// A phone's picture has millions of pixels: it is made smaller before it is sent, and turned the way it is looked at. What
// cannot be read here is sent as it is, and the server says what is wrong with it.
const EDGE_MAX = 1_280
const QUALITY = 0.8

async function smaller(file: File): Promise<File | null> {
  const picture = await createImageBitmap(file)
  const scale = Math.min(1, EDGE_MAX / Math.max(picture.width, picture.height))
  const canvas = document.createElement('canvas')
  canvas.width = Math.floor(picture.width * scale)
  canvas.height = Math.floor(picture.height * scale)
  canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height)
  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/jpeg', QUALITY))
  return blob && new File([blob], 'front.jpg', { type: 'image/jpeg' })
}

const field = document.querySelector<HTMLInputElement>('[data-photo] input[type=file]')
field?.addEventListener('change', async () => {
  const [file] = field.files ?? []
  if (!file) return
  const small = await smaller(file).catch(() => null)
  if (!small || field.files?.[0] !== file) return
  const given = new DataTransfer()
  given.items.add(small)
  field.files = given.files
})
