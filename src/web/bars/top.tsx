import type { FC } from 'hono/jsx'
import { switched, useAround, useSay } from '../around'
import { Icon } from '../look/icon'
import { Mark } from '../look/mark'
import { currentEntry, entriesFor, FIND, HOME } from '../nav'

/** People's header: mark, three entries (at the bottom on a phone), and the way to larger letters. */
export const Top: FC<{ band: boolean }> = ({ band }) => {
  const t = useSay()
  const around = useAround()
  const { kind, care } = around
  return (
    <header class="top">
      <a class="home" href={kind ? HOME[kind] : '/'}>
        <Mark on={band ? 'band' : 'paper'} />
        {t('预付保', 'Yufubao')}
      </a>
      {kind ? <Entries of="tabs" counts={{}} /> : null}
      <a class="chip" href={switched(around, `care=${care ? '0' : '1'}`)}>
        <Icon is="a-large-small" />
        {care ? t('标准版', 'Standard') : t('长辈版', 'Large text')}
      </a>
      {kind ? null : (
        <a class="chip" href="/sign-in">
          <Icon is="log-in" />
          {t('登录', 'Sign in')}
        </a>
      )}
    </header>
  )
}

/** The desk's bar: mark, entries with what waits behind them, search, and always who works here and for what. */
export const Bar: FC<{ counts: Readonly<Record<string, number>> }> = ({ counts }) => {
  const t = useSay()
  const { kind, who } = useAround()
  const find = kind ? FIND[kind] : undefined
  return (
    <header class="bar">
      <a class="home" href={kind ? HOME[kind] : '/'}>
        <Mark on="band" />
        {t('预付保', 'Yufubao')}
      </a>
      {kind ? <Entries counts={counts} /> : null}
      {find ? (
        <search class="find">
          <form method="get" action={find.href}>
            <label class="vh" for="find">
              {t(find.zh, find.en)}
            </label>
            <input id="find" name="q" type="search" placeholder={t(find.zh, find.en)} data-find />
          </form>
        </search>
      ) : null}
      {who ? (
        <p class="who">
          <b>
            {who.name} · {t(...who.role)}
          </b>
          {who.place ? <span>{t(...who.place)}</span> : null}
        </p>
      ) : null}
    </header>
  )
}

const Entries: FC<{ of?: 'tabs'; counts: Readonly<Record<string, number>> }> = ({ of, counts }) => {
  const t = useSay()
  const { kind, path, who } = useAround()
  if (!kind) return null
  const current = currentEntry(kind, path)
  return (
    <nav class={of} aria-label={t('主要页面', 'Main pages')}>
      {entriesFor(kind, who?.is).map((entry) => (
        <a href={entry.href} aria-current={entry === current ? 'page' : undefined}>
          <Icon is={entry.icon} />
          {t(entry.zh, entry.en)}
          {counts[entry.href] ? <b>{counts[entry.href]}</b> : null}
        </a>
      ))}
    </nav>
  )
}
