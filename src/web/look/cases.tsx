import type { Child, FC } from 'hono/jsx'
import { useSay } from '../around'
import { Island } from '../ui/island'

/** One shop of a work list: how urgent, which, why now against usual, what is at stake, who has it until when. */
export type Case = {
  level: Child
  name: Child
  href: string
  /** Trade, street, telephone. */
  place: Child
  why: Child
  more?: Child
  stake: Child
  people: Child
  /** How it went for twelve weeks, and who has it until when: where nobody keeps these, the list is narrower. */
  kept?: { spark: Child; owner: Child; until: Child }
  act: Child
}
/** Where to go first: a row a shop, the heaviest on top; columns on a desk, a card on a phone. `j` and `k` walk it. */
export const Cases: FC<{ of: readonly Case[] }> = ({ of }) => {
  const t = useSay()
  const is_kept = of.some(({ kept }) => kept)
  return (
    <>
      <ol class={is_kept ? 'cases' : 'cases few'}>
        <li class="case hd" aria-hidden="true">
          <span>{t('级别', 'Level')}</span>
          <span>{t('店', 'Shop')}</span>
          <span>{t('为什么', 'Why')}</span>
          {is_kept ? <span>{t('12 周', '12 weeks')}</span> : null}
          <span class="stake">{t('钱和卡', 'Money, cards')}</span>
          {is_kept ? <span>{t('谁办、到期', 'Who, until')}</span> : null}
          <span />
        </li>
        {of.map((one) => (
          <li class="case">
            <div>{one.level}</div>
            <div>
              <h2>
                <a href={one.href} data-row>
                  {one.name}
                </a>
              </h2>
              <p class="small mute">{one.place}</p>
            </div>
            <div class="why">
              <p>{one.why}</p>
              {one.more ? <div class="small mute">{one.more}</div> : null}
            </div>
            {is_kept ? <div class="spark">{one.kept?.spark}</div> : null}
            <div class="stake">
              <b>{one.stake}</b>
              <p class="small mute">{one.people}</p>
            </div>
            {is_kept ? (
              <div class="own">
                <p>{one.kept?.owner}</p>
                <p class="small">{one.kept?.until}</p>
              </div>
            ) : null}
            <div>{one.act}</div>
          </li>
        ))}
      </ol>
      <Island name="keys" />
    </>
  )
}

/** The keys that work on this page, at its foot; none of them does what cannot be undone. */
export const KeyHelp: FC<{ of: readonly (readonly [keys: readonly string[], what: Child])[] }> = ({
  of,
}) => {
  const t = useSay()
  return (
    <p class="keyhelp key">
      <b>{t('快捷键', 'Keys')}</b>
      {of.map(([keys, what]) => (
        <span>
          {keys.map((key) => (
            <kbd>{key}</kbd>
          ))}
          {what}
        </span>
      ))}
    </p>
  )
}
