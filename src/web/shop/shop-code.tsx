import type { FC } from 'hono/jsx'
import type { Say } from '../around'
import { page } from '../door'
import { Frame } from '../frame'
import { Field } from '../ui/form'

/** The code on a shop's wall, typed in; whoever scans it with the phone does not need this. */
export const CodeForm: FC<{ t: Say; value?: string }> = ({ t, value = '' }) => (
  <form method="get" action="/s">
    <Field
      name="code"
      label={t('店铺码', 'Shop code')}
      hint={t(
        '贴纸二维码下面的一行字母和数字。用微信扫一扫那张贴纸也行。',
        'The letters and digits under the QR code on the wall. Scanning it works too.',
      )}
      value={value}
      maxlength={24}
      autocomplete="off"
      autocapitalize="characters"
      spellcheck="false"
      required
    />
    <button type="submit">{t('查这家店', 'Look it up')}</button>
  </form>
)

/** The code as a person types it: full-width letters, spaces and hyphens are forgiven. */
export const codeTyped = (said: string): string =>
  said
    .normalize('NFKC')
    .replace(/[\s·.-]/g, '')
    .toUpperCase()
    .slice(0, 24)

page('GET', '/s', 'public', async ({ c, t }) => {
  const code = codeTyped(c.req.query('code') ?? '')
  if (code !== '') return c.redirect(`/s/${encodeURIComponent(code)}`, 303)
  return (
    <Frame sheet="public" title={t('查一家店', 'Look up a shop')}>
      <section class="card">
        <CodeForm t={t} />
      </section>
    </Frame>
  )
})
