import type { Child } from 'hono/jsx'
import { listDevPeopleOperation } from '../../dev/people'
import type { Kind } from '../../platform/actor'
import type { Say } from '../around'
import type { AnswerFor, Visit } from '../door'

type Person = AnswerFor<typeof listDevPeopleOperation>['data'][number]

const ROLE_NAMES: Record<string, readonly [string, string]> = {
  consumer: ['顾客', 'holder'],
  owner: ['店主', 'owner'],
  manager: ['店长', 'manager'],
  cashier: ['收银员', 'cashier'],
  bank: ['银行', 'bank'],
  supervisor: ['监管', 'regulator'],
  operator: ['平台', 'operator'],
}
const GROUPS: [Kind, readonly [string, string], number][] = [
  ['consumer', ['顾客', 'Holders'], 6],
  ['staff', ['店家', 'Shops'], 10],
  ['bank', ['银行', 'Bank'], 2],
  ['regulator', ['监管', 'Regulator'], 2],
  ['operator', ['平台', 'Operator'], 2],
]

/**
 * The people of the demonstration, each a click away; only development has the operation behind it. While the story is
 * being told (`closed`) their doors are shown, and shut.
 */
export async function devPeople(ask: Visit['ask'], closed: boolean, t: Say): Promise<Child> {
  const groups = await Promise.all(
    GROUPS.map(async ([kind, name, limit]) => {
      const query = { kind, limit: String(limit) }
      return { name, people: (await ask(listDevPeopleOperation, { query })).data }
    }),
  )
  return (
    <div class="demo">
      <h2>{t('示范环境：选一个人，一键登录', 'Demonstration: choose a person')}</h2>
      <p class="small mute">
        {t('这里的店、人和钱都是虚构的，不扣真钱。', 'Shops, people and money are invented. ')}
        <a href="/dev/desk">
          {t('一张卡的四种视图、拨时钟', 'A card in four views, and the clock')}
        </a>
      </p>
      {groups.map(({ name, people }) => (
        <section>
          <h2>{t(...name)}</h2>
          <ul class="people">
            {people.map((person) => (
              <li>
                <Door person={person} closed={closed} t={t} />
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  )
}
const Door = ({ person, closed, t }: { person: Person; closed: boolean; t: Say }) => (
  <form method="post" action="/sign-in">
    <input type="hidden" name="subject_id" value={person.id} />
    <button type="submit" class="plain" disabled={closed}>
      {nameOf(person, t)}
    </button>
  </form>
)

/** 宋海棠 · 海棠面包房店主: a person of a shop is named with it. */
function nameOf(person: Person, t: Say): string {
  const [zh, en] = ROLE_NAMES[person.role] ?? ['', '']
  const shop = person.merchant_name ?? ''
  return shop === ''
    ? `${person.name} · ${t(zh, en)}`
    : `${person.name} · ${t(`${shop}${zh}`, `${shop}, ${en}`)}`
}
