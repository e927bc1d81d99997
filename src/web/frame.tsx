import { raw } from 'hono/html'
import type { Child, FC } from 'hono/jsx'
import { type Around, useAround, useSay } from './around'
import { assetHref, BASE_CSS } from './assets'
import { currentEntry, HOME, NAV } from './nav'
import { ErrorSummary } from './ui/form'
import { Questions } from './ui/questions'

/**
 * The page around every page: Chinese first, one column on a phone, nothing that needs a script. Pages of shops, banks
 * and overseers are `wide` on a desk. `refresh_s` asks again by itself; a page that does says so in words.
 */
export const Frame: FC<{
  title: string
  refresh_s?: number | undefined
  wide?: boolean
  /** Kept for the eye only when the title would repeat what the page shows larger. */
  quiet_title?: boolean
  /** Where a script renews the page by itself, only a browser without scripts asks again. */
  scripted?: boolean
  /** A second sheet, for pages that stand before a sign-in or look like those. */
  sheet?: 'public'
  /** The page that is held out to a shop: nothing on it but what is scanned. */
  tone?: 'pay'
  children?: Child
}> = ({ title, refresh_s, wide, quiet_title, scripted, sheet, tone, children }) => {
  const around = useAround()
  const { kind, lang, care, refusal } = around
  const desk = wide ?? (kind !== null && kind !== 'consumer')
  const t = useSay()
  const asks =
    refresh_s === undefined ? null : <meta http-equiv="refresh" content={String(refresh_s)} />
  const refresh = asks && scripted ? <noscript>{asks}</noscript> : asks
  return (
    <html lang={lang === 'en' ? 'en' : 'zh-CN'} data-care={care ? '' : undefined}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
        {refresh}
        <title>{`${refusal ? t('没办成：', 'Not done: ') : ''}${title} · ${t('预付保', 'Yufubao')}`}</title>
        <link rel="icon" href={ICON} />
        <style>{raw(BASE_CSS)}</style>
        {desk ? <link rel="stylesheet" href={assetHref('desk')} /> : null}
        {sheet ? <link rel="stylesheet" href={assetHref(sheet)} /> : null}
      </head>
      <body class={desk ? 'wide' : tone}>
        <a class="skip" href="#main">
          {t('跳到正文', 'Skip to content')}
        </a>
        <Top around={around} />
        {kind ? <Tabs around={around} /> : null}
        <main id="main">
          <ErrorSummary />
          <h1 class={quiet_title ? 'small mute' : undefined}>{title}</h1>
          {children}
        </main>
        <footer>
          <p>
            <Questions />
          </p>
          <p class="switches">
            <a href="/calculator">{t('退款计算器', 'Refund calculator')}</a>
            <a href="/docs">{t('接口文档', 'API')}</a>
          </p>
        </footer>
      </body>
    </html>
  )
}
/** A shield, drawn small enough to be carried in the page. */
const SHIELD =
  "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 24 24'>" +
  "<path fill='#1456b8' d='M12 2 4 5v6.5c0 5 3.3 8.6 8 10.5 4.7-1.9 8-5.5 8-10.5V5Z'/></svg>"
const ICON = `data:image/svg+xml,${encodeURIComponent(SHIELD)}`

const Top: FC<{ around: Around }> = ({ around: { kind, path, search, lang, care } }) => {
  const t = useSay()
  const withSwitch = (said: string) => `${path}${search ? `${search}&` : '?'}${said}`
  return (
    <header class="top">
      <a class="home" href={kind ? HOME[kind] : '/'}>
        {t('预付保', 'Yufubao')}
      </a>
      <span class="switches">
        <a href={withSwitch(`care=${care ? '0' : '1'}`)}>
          {care ? t('标准版', 'Standard') : t('长辈版', 'Large text')}
        </a>
        {lang === 'en' ? (
          <a href={withSwitch('lang=zh')} lang="zh-CN">
            中文
          </a>
        ) : (
          <a href={withSwitch('lang=en')} lang="en">
            English
          </a>
        )}
        {kind ? (
          <form method="post" action={`${HOME[kind]}/sign-out`}>
            <button type="submit" class="link">
              {t('退出', 'Sign out')}
            </button>
          </form>
        ) : (
          <a href="/sign-in">{t('登录', 'Sign in')}</a>
        )}
      </span>
    </header>
  )
}
const Tabs: FC<{ around: Around }> = ({ around: { kind, path } }) => {
  const t = useSay()
  if (!kind) return null
  const current = currentEntry(kind, path)
  return (
    <nav class="tabs" aria-label={t('主要页面', 'Main pages')}>
      {NAV[kind].map((entry) => (
        <a href={entry.href} aria-current={entry === current ? 'page' : undefined}>
          {t(entry.zh, entry.en)}
        </a>
      ))}
    </nav>
  )
}
