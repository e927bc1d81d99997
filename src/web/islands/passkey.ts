// Asks the browser for a passkey, or to make one, and sends what it answers with the form. Without this there is no passkey.
type Ref = { id: string; type: 'public-key' }
type Options = {
  challenge: string
  user?: { id: string }
  allowCredentials?: Ref[]
  excludeCredentials?: Ref[]
}
const bytes = (text: string) =>
  Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (c) => c.charCodeAt(0))
const text = (buffer: ArrayBuffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, '-')
    .replace(/\//g, '_')
    .replace(/=+$/, '')
const refs = (of: Ref[] = []) => of.map((ref) => ({ ...ref, id: bytes(ref.id) }))

async function asked(form: HTMLFormElement): Promise<object> {
  const said = JSON.parse(form.dataset.options ?? '{}') as Options
  const publicKey = {
    ...said,
    challenge: bytes(said.challenge),
    ...(said.user ? { user: { ...said.user, id: bytes(said.user.id) } } : {}),
    allowCredentials: refs(said.allowCredentials),
    excludeCredentials: refs(said.excludeCredentials),
  }
  const made = said.user
    ? await navigator.credentials.create({ publicKey: publicKey as never })
    : await navigator.credentials.get({ publicKey: publicKey as never })
  const { id, rawId, type, response } = made as PublicKeyCredential
  const told: Record<string, unknown> = { clientDataJSON: text(response.clientDataJSON) }
  for (const name of ['attestationObject', 'authenticatorData', 'signature', 'userHandle']) {
    const value = (response as never as Record<string, unknown>)[name]
    if (value instanceof ArrayBuffer && !(said.user && name === 'authenticatorData'))
      told[name] = text(value)
  }
  return { id, rawId: text(rawId), type, response: told }
}

for (const form of document.querySelectorAll<HTMLFormElement>('form[data-options]')) {
  const answer = form.querySelector<HTMLInputElement>('[name=passkey]')
  const words = form.querySelector<HTMLElement>('[data-said]')
  if (!answer || !words) continue
  if (!window.PublicKeyCredential) {
    words.textContent = form.dataset.none ?? ''
    continue
  }
  form.addEventListener('submit', (event) => {
    if (answer.value) return
    event.preventDefault()
    asked(form).then(
      (said) => {
        answer.value = JSON.stringify(said)
        form.submit()
      },
      () => {
        words.textContent = form.dataset.failed ?? ''
      },
    )
  })
}

export {}
