import type { Child, FC } from 'hono/jsx'
import { yuan } from '../kernel/money'
import { spoken } from '../kernel/time'

/** The page around every page: Chinese, one column on a phone, no script. */
export const Frame: FC<{ title: string; refresh_s?: number | undefined; children?: Child }> = ({
  title,
  refresh_s,
  children,
}) => (
  <html lang="zh-CN">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      {refresh_s === undefined ? null : <meta http-equiv="refresh" content={String(refresh_s)} />}
      <title>{`${title} · 预付保`}</title>
      <link rel="stylesheet" href="/app.css" />
    </head>
    <body>
      <header>
        <a href="/">预付保</a>
        <span class="note">预付的钱在银行专户，用一次放一次</span>
      </header>
      <main>
        <h1>{title}</h1>
        {children}
      </main>
      <footer class="note">
        有疑问可拨 12315。 <a href="/docs">接口文档</a>
      </footer>
    </body>
  </html>
)

export const Money: FC<{ fen: number }> = ({ fen }) => <>{yuan(fen)}</>
export const When: FC<{ at: string }> = ({ at }) => <time datetime={at}>{spoken(at)}</time>

/** A list of facts: what, and how much or which. */
export const Facts: FC<{ of: [string, Child][] }> = ({ of }) => (
  <dl>
    {of.map(([name, value]) => (
      <>
        <dt>{name}</dt>
        <dd>{value}</dd>
      </>
    ))}
  </dl>
)

export const Grid: FC<{ caption: string; head: string[]; rows: Child[][] }> = ({
  caption,
  head,
  rows,
}) => (
  <section class="scroll" tabindex={0} aria-label={caption}>
    <table>
      <thead>
        <tr>
          {head.map((name, i) => (
            <th scope="col" class={i === 0 ? '' : 'number'}>
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr>
            {row.map((cell, i) => (
              <td class={i === 0 ? '' : 'number'}>{cell}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  </section>
)

/** Units for people: money for stored value, times or days for the other cards. */
export const unitsOf = (unit: string, units: number): string =>
  unit === 'fen' ? yuan(units) : `${units} ${unit === 'visit' ? '次' : '天'}`
export const KIND_NAMES: Record<string, string> = {
  stored_value: '储值卡',
  count: '次卡',
  period: '期限卡',
}
