import type { FC } from 'hono/jsx'
import { cityOn } from '../../kernel/city'
import { switched, useAround, useSay } from '../around'
import { HOME } from '../nav'
import { useHotline } from '../ui/places'
import { Questions } from '../ui/questions'

/** Whose platform this is, whom to ask, and the other language; on a desk also larger letters and the way out. */
export const Foot: FC<{ dense: boolean }> = ({ dense }) => {
  const t = useSay()
  return (
    <footer class="foot">
      <p>
        <Whose />
      </p>
      {dense ? (
        <>
          <p>
            <Questions />
          </p>
          <Switches />
        </>
      ) : (
        <p>
          <Call />
          <a class="chip" href="/calculator">
            {t('退款计算器', 'Refund calculator')}
          </a>
          <a class="chip" href="/clauses">
            {t('条款体检', 'Check terms')}
          </a>
          <Language />
          <a class="chip" href="/docs">
            {t('接口文档', 'API')}
          </a>
          <a class="chip" href="/status">
            {t('系统状态', 'Status')}
          </a>
        </p>
      )}
    </footer>
  )
}

/** 威海市预付消费资金存管 · 存管银行：… : the city's and the bank's names are the city's own data. */
const Whose: FC = () => {
  const t = useSay()
  const { city, today, custodian } = useAround()
  const named = city.tables.city.size > 0 ? cityOn(city, today) : null
  return (
    <>
      {named
        ? t(`${named.name}预付消费资金存管`, `Prepaid money in custody, ${named.name_en}`)
        : null}
      {custodian
        ? t(` · 存管银行：${custodian.name}`, ` · custody bank: ${custodian.name_en}`)
        : null}
    </>
  )
}
const Call: FC = () => {
  const t = useSay()
  const number = useHotline()
  return (
    <a class="chip" href={`tel:${number}`}>
      {t(`有疑问可拨 ${number}`, `Questions: call ${number}`)}
    </a>
  )
}
const Language: FC = () => {
  const around = useAround()
  return around.lang === 'en' ? (
    <a class="chip" href={switched(around, 'lang=zh')} lang="zh-CN">
      中文
    </a>
  ) : (
    <a class="chip" href={switched(around, 'lang=en')} lang="en">
      English
    </a>
  )
}
const Switches: FC = () => {
  const t = useSay()
  const around = useAround()
  const { kind, care, who } = around
  return (
    <>
      {kind && who && who.is !== 'cashier' ? (
        <a class="chip" href={`${HOME[kind]}/security`}>
          {t('登录和通行密钥', 'Sign-in and passkeys')}
        </a>
      ) : null}
      <a class="chip" href={switched(around, `care=${care ? '0' : '1'}`)}>
        {care ? t('标准版', 'Standard') : t('长辈版', 'Large text')}
      </a>
      <Language />
      <a class="chip" href="/docs">
        {t('接口文档', 'API')}
      </a>
      {kind ? <SignOut /> : null}
    </>
  )
}
/** Leaves this browser; the card, the till and the books stay as they are. */
export const SignOut: FC = () => {
  const t = useSay()
  const { kind } = useAround()
  return kind ? (
    <form method="post" action={`${HOME[kind]}/sign-out`}>
      <button type="submit" class="link">
        {t('退出', 'Sign out')}
      </button>
    </form>
  ) : null
}
