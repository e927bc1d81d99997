import type { Child, FC } from 'hono/jsx'
import { useSay } from '../around'
import { Island } from '../ui/island'

/** One shop of a work list: how urgent, which, why now against usual, what is at stake, who has it until when. */
type Case = {
  level: Child
  name: Child
  href: string
  /** Trade, street, telephone. */
  place: Child
  why: Child
  more?: Child
  spark?: Child
  stake: Child
  people: Child
  owner: Child
  until: Child
  act: Child
}
/** Where to go first: a row a shop, the heaviest on top; seven columns on a desk, a card on a phone. `j` and `k` walk it. */
export const Cases: FC<{ of: readonly Case[] }> = ({ of }) => {
  const t = useSay()
  return (
    <>
      <ol class="cases">
        <li class="case hd" aria-hidden="true">
          <span>{t('级别', 'Level')}</span>
          <span>{t('店、地址、电话', 'Shop, address, phone')}</span>
          <span>{t('为什么（现在 / 平时）', 'Why (now / usual)')}</span>
          <span>{t('12 周', '12 weeks')}</span>
          <span class="stake">{t('钱和人', 'Money, people')}</span>
          <span>{t('谁办、到期', 'Who, until')}</span>
          <span />
        </li>
        {of.map((one) => (
          <li class="case">
            <div>{one.level}</div>
            <div>
              <h3>
                <a href={one.href} data-row>
                  {one.name}
                </a>
              </h3>
              <p class="small mute">{one.place}</p>
            </div>
            <div class="why">
              <p>{one.why}</p>
              {one.more ? <p class="small mute">{one.more}</p> : null}
            </div>
            <div class="spark">{one.spark}</div>
            <div class="stake">
              <b>{one.stake}</b>
              <p class="small mute">{one.people}</p>
            </div>
            <div class="own">
              <p>{one.owner}</p>
              <p class="small">{one.until}</p>
            </div>
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
