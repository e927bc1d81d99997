import type { Child, FC } from 'hono/jsx'
import { AroundContext, isDesk, useAround, useSay } from './around'
import { DocumentHead, type Sheet } from './bars/document-head'
import { Foot } from './bars/foot'
import { Bar, Top } from './bars/top'
import { Head } from './look/desk'
import { HOME } from './nav'
import { ErrorSummary } from './ui/form'
import { Island } from './ui/island'
import { Notice } from './ui/text'

/**
 * The page around every page: Chinese first, one column on a phone, nothing that needs a script. Shops, banks, overseers
 * and operators have the desk's bar and sheet. `refresh_s` asks again by itself; a page that does says so in words.
 */
export const Frame: FC<{
  title: string
  refresh_s?: number | undefined
  /** People's pages: two columns where the screen has room. On a desk `false` keeps a form narrow. */
  wide?: boolean
  /** The desk's sheet also where nobody is signed in. */
  desk?: boolean
  /** The page draws its own title, or (`quiet`) shows it larger elsewhere. */
  heading?: 'quiet' | 'own'
  /** Where a script renews the page by itself, only a browser without scripts asks again. */
  scripted?: boolean
  sheet?: Sheet
  /** The page that is held out to a shop: nothing on it but what is scanned. */
  tone?: 'pay'
  /** The blue band under the header, with the page's title in it. */
  hero?: Child
  /** On a desk, beside the title: the page's sentence, and at the right its acts. */
  lead?: Child
  acts?: Child
  /** What a shared link says under its title; pages that anybody may see have one. */
  about?: string
  /** A paper that a court reads, or a reference that is kept in Chinese: it says so, and stays Chinese on an English page. */
  only_zh?: boolean
  /** How many wait behind an entry of the bar, by its address. */
  counts?: Readonly<Record<string, number>>
  children?: Child
}> = ({
  title,
  refresh_s,
  wide,
  desk,
  heading,
  scripted,
  sheet,
  tone,
  hero,
  counts,
  lead,
  acts,
  about,
  only_zh,
  children,
}) => {
  const { kind, path, lang, care } = useAround()
  const t = useSay()
  const dense = desk === true || isDesk(kind)
  const band = tone === 'pay' || hero != null
  const top = dense ? <Bar counts={counts ?? {}} /> : <Top band={band} />
  const shape = dense ? (wide === false ? 'slim' : '') : wide ? 'wide' : ''
  const tabbed = !dense && kind ? 'tabbed' : ''
  const body = [shape, tabbed, tone === 'pay' ? 'deep' : ''].filter(Boolean).join(' ')
  const h1 = <h1 class={heading === 'quiet' ? 'small mute' : undefined}>{title}</h1>
  return (
    <html lang={lang === 'en' ? 'en' : 'zh-CN'} data-care={care ? '' : undefined}>
      <DocumentHead {...{ title, refresh_s, scripted, sheet, dense, band, about }} />
      <body class={body || undefined}>
        <a class="skip" href="#main">
          {t('跳到正文', 'Skip to content')}
        </a>
        {hero ? (
          <div class="deep">
            {top}
            <section aria-label={title}>{hero}</section>
          </div>
        ) : (
          top
        )}
        <main id="main">
          {only_zh && lang === 'en' ? (
            <p class="notice">This page is kept in Chinese, the language it is binding in.</p>
          ) : null}
          <ErrorSummary />
          <Resumed />
          {only_zh ? <InChinese title={title}>{children}</InChinese> : null}
          {heading === 'own' || hero || only_zh ? null : lead || acts ? (
            <Head acts={acts} lead={lead}>
              {h1}
            </Head>
          ) : (
            h1
          )}
          {only_zh ? null : children}
        </main>
        <Foot dense={dense} />
        {kind === 'consumer' && path === HOME.consumer ? <Island name="keep-offline" /> : null}
      </body>
    </html>
  )
}

/** After a sign-in that ended under a form: it did nothing. */
const Resumed: FC = () => {
  const { resumed } = useAround()
  const t = useSay()
  return resumed ? (
    <Notice is="warn" live>
      <strong>
        {t(
          '登录刚才过期了，那一下没有办成，没有扣钱，接着办。',
          'Your sign-in had ended: nothing was done and nothing was taken. Go on.',
        )}
      </strong>
    </Notice>
  ) : null
}

/** The part of a page that is Chinese in every language, dates and units included. */
const InChinese: FC<{ title: string; children?: Child }> = ({ title, children }) => (
  <AroundContext.Provider value={{ ...useAround(), lang: 'zh' }}>
    <div class="col" lang="zh-CN">
      <h1>{title}</h1>
      {children}
    </div>
  </AroundContext.Provider>
)
