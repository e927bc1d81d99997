import type { Child } from 'hono/jsx'
import { listDevPeopleOperation } from '../../dev/people'
import type { Kind } from '../../platform/actor'
import type { AnswerFor, Visit } from '../door'

type Person = AnswerFor<typeof listDevPeopleOperation>['data'][number]

const ROLE_NAMES: Record<string, string> = {
  consumer: '顾客',
  owner: '店主',
  manager: '店长',
  cashier: '收银员',
  bank: '银行',
  supervisor: '监管',
  operator: '平台',
}
const GROUPS: [Kind, string, number][] = [
  ['consumer', '顾客', 6],
  ['staff', '店家', 10],
  ['bank', '银行', 2],
  ['regulator', '监管', 2],
  ['operator', '平台', 2],
]

/**
 * The people of the demonstration, each a click away; only development has the operation behind it. While the story is
 * being told (`closed`) their doors are shown, and shut.
 */
export async function devPeople(ask: Visit['ask'], closed: boolean): Promise<Child> {
  const groups = await Promise.all(
    GROUPS.map(async ([kind, name, limit]) => {
      const query = { kind, limit: String(limit) }
      return { name, people: (await ask(listDevPeopleOperation, { query })).data }
    }),
  )
  return (
    <div class="demo">
      <h2>示范环境：选一个人，一键登录</h2>
      <p class="small mute">
        这里的店、人和钱都是虚构的，不扣真钱。<a href="/dev/desk">一张卡的四种视图、拨时钟</a>
      </p>
      {groups.map(({ name, people }) => (
        <section>
          <h2>{name}</h2>
          <ul class="people">
            {people.map((person) => (
              <li>
                <Door person={person} closed={closed} />
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  )
}
const Door = ({ person, closed }: { person: Person; closed: boolean }) => (
  <form method="post" action="/sign-in">
    <input type="hidden" name="subject_id" value={person.id} />
    <button type="submit" class="plain" disabled={closed}>
      {nameOf(person)}
    </button>
  </form>
)

/** 宋海棠 · 海棠面包房店主: a person of a shop is named with it. */
function nameOf(person: Person): string {
  const role = ROLE_NAMES[person.role] ?? ''
  const shop = person.merchant_name ?? ''
  return shop === '' ? `${person.name}（${role}）` : `${person.name} · ${shop}${role}`
}
