import type { Kind } from '../platform/actor'
import { list, page, text } from './door'
import { Frame } from './frame'

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
  ['operator', '平台', 1],
]

page('GET', '/', 'public', async ({ c, ask }) => {
  const groups = c.var.dev
    ? await Promise.all(
        GROUPS.map(async ([kind, name, limit]) => ({
          name,
          people: list(
            (await ask('listDevPeople', { query: { kind, limit: String(limit) } })).data,
          ),
        })),
      )
    : []
  return (
    <Frame title="预付卡，钱在银行">
      <p class="safe">在接入的店里充值，钱进银行专户；用一次，放一次；不用了，按法律退给您。</p>
      {groups.map(({ name, people }) => (
        <section>
          <h2>{name}（示范，一键登录）</h2>
          <ul class="people">
            {people.map((person) => (
              <li>
                <form method="post" action="/sign-in">
                  <input type="hidden" name="subject_id" value={text(person, 'id')} />
                  <button type="submit" class="plain">
                    {text(person, 'name')}（{ROLE_NAMES[text(person, 'role')]}）
                  </button>
                </form>
              </li>
            ))}
          </ul>
        </section>
      ))}
      <p>
        <a href="/docs">接口文档</a> · <a href="/docs/refusals">每一种拒绝</a> ·{' '}
        <a href="/openapi.json">openapi.json</a>
      </p>
    </Frame>
  )
})
