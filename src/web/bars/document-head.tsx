import { raw } from 'hono/html'
import type { FC } from 'hono/jsx'
import { useAround, useSay } from '../around'
import { assetHref, INLINE, type Inline, type Linked } from '../assets'

/** Shapes that only some pages need: `public` and `pay` travel in the page, the others are fetched once and kept. */
export type Sheet = 'public' | 'pay' | Linked
const isInline = (sheet: Sheet): sheet is 'public' | 'pay' => sheet === 'public' || sheet === 'pay'

const ABOUT = [
  '先查这家店，再付钱：钱在谁手里、够不够退、店家怎么样。',
  'Check the shop before you pay: who holds the money, whether it is all there, how the shop does.',
] as const
/** What a browser and a shared link are told of a page: title, colours, sheets, and when it asks again. */
export const DocumentHead: FC<{
  title: string
  refresh_s: number | undefined
  scripted: boolean | undefined
  sheet: Sheet | undefined
  dense: boolean
  /** The header stands on the blue band. */
  band: boolean
  /** What a shared link says under its title. */
  about: string | undefined
}> = ({ title, refresh_s, scripted, sheet, dense, band, about }) => {
  const t = useSay()
  const { kind, refusal, origin } = useAround()
  const asks =
    refresh_s === undefined ? null : <meta http-equiv="refresh" content={String(refresh_s)} />
  const inline: Inline[] = sheet && isInline(sheet) ? ['base', sheet] : ['base']
  const linked: Linked[] = dense ? ['desk'] : []
  if (sheet && !isInline(sheet)) linked.push(sheet)
  const dark_ground = band || dense
  const shared = about ?? (kind === null ? t(...ABOUT) : null)
  return (
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
      {asks && scripted ? <noscript>{asks}</noscript> : asks}
      <title>{`${refusal ? t('没办成：', 'Not done: ') : ''}${title} · ${t('预付保', 'Yufubao')}`}</title>
      <meta name="theme-color" content={dark_ground ? '#0c3576' : '#f5f4f0'} />
      {dark_ground ? null : (
        <meta name="theme-color" content="#0f141a" media="(prefers-color-scheme: dark)" />
      )}
      <link rel="icon" href="/icon.svg" type="image/svg+xml" />
      <link rel="manifest" href="/manifest.webmanifest" />
      {shared ? (
        <>
          <link rel="apple-touch-icon" href="/icon-180.png" />
          <meta name="description" content={shared} />
          <meta property="og:title" content={title} />
          <meta property="og:description" content={shared} />
          <meta property="og:type" content="website" />
          <meta property="og:image" content={`${origin}/share.png`} />
        </>
      ) : null}
      {inline.map((name) => (
        <style>{raw(INLINE[name].text)}</style>
      ))}
      {linked.map((name) => (
        <link rel="stylesheet" href={assetHref(name)} />
      ))}
    </head>
  )
}
