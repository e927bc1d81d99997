import * as z from 'zod'
import { idPattern } from '../kernel/ids'
import { asMessage, type Sentence, sentence } from '../kernel/sentence'
import type { Instant } from '../kernel/time'
import { Line } from '../merchants/views'
import {
  CAUSES,
  type MandateState,
  mandateStateAt,
  missingPapers,
  PAPERS,
  RELATIONS,
} from './rules'
import type { Mandate } from './store'

const instant = z.iso.datetime({ precision: 3 })
export const MandateId = z.string().regex(idPattern('mdt')).meta({ description: '申请的编号' })
export const PaperId = z.string().regex(idPattern('mdp')).meta({ description: '材料的编号' })
export const Relation = z
  .enum(RELATIONS)
  .meta({ description: '与本人的关系：配偶、子女、父母、兄弟姐妹、祖辈、孙辈、法院指定、其他' })
export const ShareBp = z
  .int()
  .min(1)
  .max(10_000)
  .meta({ description: '份额，万分之几；各人加起来是 10000' })
const Media = z
  .enum(['image/jpeg', 'image/png', 'application/pdf'])
  .meta({ description: '照片或 PDF' })
const PaperKind = z.enum(PAPERS).meta({
  description: '死亡证明、出生证、户口簿、亲属关系证明、公证书、法院裁判、身份证件、其他',
})
const state = z
  .enum([
    'draft',
    'filed',
    'objected',
    'withdrawn',
    'refused',
    'lapsed',
    'approved',
    'active',
    'done',
    'ended',
  ])
  .meta({
    description:
      '备材料、已提交等核对、有人异议而结束、撤回、拒绝、过期、同意继承等分卡、监护中、卡已交完、监护已结束',
  })
const Heir = z.strictObject({
  n: z.int().meta({ description: '第几位' }),
  phone_mask: z.string(),
  relation: Relation,
  share_bp: ShareBp,
  has_accepted: z.boolean().meta({ description: '已用自己的账户确认' }),
  is_me: z.boolean().meta({ description: '就是看的人' }),
})
const Paper = z.strictObject({
  id: PaperId,
  kind: PaperKind,
  media: Media,
  bytes: z.int().meta({ description: '多大，字节' }),
  added_at: instant.meta({ description: '加上的时刻' }),
})
const Check = z.strictObject({
  office: z.enum(['bank', 'regulator', 'operator']),
  passed: z.boolean().meta({ description: '向发证单位核对，无误或有误' }),
  note: z.string(),
  at: instant,
})
export const MandateView = z
  .strictObject({
    id: MandateId,
    object: z.literal('mandate'),
    asker: z
      .enum(['filer', 'subject', 'heir', 'companion', 'office'])
      .meta({ description: '看的人是谁：申请人、账户本人、继承人、陪护人、机构' }),
    cause: z.enum(CAUSES).meta({ description: '去世、没有行为能力、未成年' }),
    state,
    relation: Relation,
    filer_phone_mask: z.string().meta({ description: '申请人的号码' }),
    account_phone_mask: z.string().meta({ description: '说的是哪个号码的账户' }),
    name: z.string().nullable().meta({ description: '本人姓名；只给申请人和核对的机构' }),
    died_on: z.iso.date().nullable().meta({ description: '去世日期；别的原因为 null' }),
    born_on: z.iso.date().nullable().meta({ description: '孩子的生日；别的原因为 null' }),
    created_at: instant,
    filed_at: instant.nullable(),
    ripe_at: instant.nullable().meta({ description: '从这一刻起才能同意：之前本人可以异议' }),
    ends_at: instant.meta({ description: '到这一刻没有结果就过期' }),
    until_on: z.iso.date().nullable().meta({ description: '监护到哪一天为止（那天起成年）' }),
    objected_at: instant.nullable().meta({ description: '有人异议的时刻' }),
    objected_by: z
      .enum(['account', 'companion'])
      .nullable()
      .meta({ description: '谁异议：账户本人、陪护人' }),
    reason: z.string().nullable().meta({ description: '拒绝或结束的理由' }),
    heirs: z.array(Heir).meta({ description: '各位继承人；账户本人和陪护人看不到' }),
    papers: z.array(Paper).meta({ description: '材料；账户本人和陪护人看不到' }),
    missing: z.array(z.array(PaperKind)).meta({ description: '还缺的：每一行至少一份' }),
    checks: z.array(Check).meta({ description: '各单位核对的结果；只给机构' }),
    may_object: z.boolean(),
    message: z.string(),
    message_en: z.string(),
  })
  .meta({ id: 'Mandate', description: '继承人或监护人接手一个账户的申请' })
type Asker = z.output<typeof MandateView>['asker']

const SAID: Record<MandateState, Sentence> = {
  draft: sentence('没有动钱。材料还没有提交', 'No money moved. The papers are not filed yet'),
  filed: sentence(
    '没有动钱。已告知账户本人和陪护的家人，等候期里都可以异议；两个单位核对材料，第三个人同意后才生效',
    'No money moved. The account and its companions are told and may object; two offices check the papers and a third person must agree',
  ),
  objected: sentence(
    '没有动钱。有人异议，这件申请已经结束',
    'No money moved. Somebody objected; this request is over',
  ),
  withdrawn: sentence('没有动钱。申请已撤回', 'No money moved. The request was withdrawn'),
  refused: sentence('没有动钱。申请被拒绝', 'No money moved. The request was refused'),
  lapsed: sentence('没有动钱。申请过期', 'No money moved. The request has lapsed'),
  approved: sentence(
    '没有动钱。已同意继承，原账户停用；各位继承人同意分法后，卡归到各人账户',
    'No money moved. The heirs are agreed to and the old account is closed; once they agree on a division the cards come to them',
  ),
  active: sentence(
    '没有动钱。监护中：可以看卡、挂失、对店家的扣款提异议、申请退款，不能花',
    'No money moved. The guardian may see the cards, freeze them, object and ask for refunds, and spends nothing',
  ),
  done: sentence(
    '没有动钱。卡都已归到各位继承人的账户，余额和合同不变',
    'No money moved. All cards are with the heirs, with what was on them and their contracts',
  ),
  ended: sentence('没有动钱。监护已结束', 'No money moved. The guardianship is over'),
}

/** Who looks: the account's own person is told who asks and why, and nothing of anybody's papers. */
export function mandateAsker(of: Mandate, who: { id: string; kind: string }): Asker {
  if (who.kind !== 'consumer') return 'office'
  if (of.filer_id === who.id) return 'filer'
  if (of.subject_id === who.id) return 'subject'
  return of.heirs.some(({ is_me }) => is_me === 1) ? 'heir' : 'companion'
}
type Seen = { asker: Asker; now: Instant; name: string | null }
export function presentMandate(of: Mandate, { asker, now, name }: Seen) {
  const at = mandateStateAt(of, now)
  const is_inside = asker === 'filer' || asker === 'office'
  const shares = is_inside || asker === 'heir'
  return {
    id: of.id,
    object: 'mandate' as const,
    asker,
    cause: of.cause,
    state: at,
    relation: of.relation,
    filer_phone_mask: of.filer_mask,
    account_phone_mask: of.phone_mask,
    name: is_inside ? name : null,
    died_on: of.died_on,
    born_on: is_inside ? of.born_on : null,
    created_at: of.created_at,
    filed_at: of.filed_at,
    ripe_at: of.ripe_at,
    ends_at: of.ends_at,
    until_on: of.until_on,
    objected_at: of.objected_at,
    objected_by: of.objected_by,
    reason: shares ? of.reason : null,
    heirs: shares
      ? of.heirs.map((heir) => ({
          n: heir.n,
          phone_mask: heir.phone_mask,
          relation: heir.relation,
          share_bp: heir.share_bp,
          has_accepted: heir.accepted_at !== null,
          is_me: heir.is_me === 1,
        }))
      : [],
    papers: is_inside ? of.papers.map((paper) => paperView(paper)) : [],
    missing: is_inside
      ? missingPapers(
          of.cause,
          of.papers.map(({ kind }) => kind),
        ).map((line) => [...line])
      : [],
    checks:
      asker === 'office'
        ? of.checks.map(({ office, passed, note, at: when }) => ({
            office,
            passed: passed === 1,
            note,
            at: when,
          }))
        : [],
    may_object: at === 'filed' && (asker === 'subject' || asker === 'companion'),
    ...asMessage(SAID[at]),
  }
}
const paperView = ({ id, kind, media, bytes, added_at }: Mandate['papers'][number]) => ({
  id,
  kind,
  media: media as z.output<typeof Paper>['media'],
  bytes,
  added_at,
})
export const StoppableMandate = z
  .strictObject({
    object: z.literal('stoppable_mandate'),
    cause: z.enum(CAUSES),
    state,
    ripe_at: instant,
    may_object: z.boolean(),
    message: z.string(),
    message_en: z.string(),
  })
  .meta({ id: 'StoppableMandate', description: '短信链接里看到的：以什么名义申请，没有个人信息' })
export const presentStoppableMandate = (of: Mandate, now: Instant) => {
  const at = mandateStateAt(of, now)
  return {
    object: 'stoppable_mandate' as const,
    cause: of.cause,
    state: at,
    ripe_at: of.ripe_at ?? of.created_at,
    may_object: at === 'filed',
    ...asMessage(SAID[at]),
  }
}
export const NewPaper = z
  .strictObject({
    kind: PaperKind,
    copy_no: Line({ min: 4, max: 60 }).meta({ description: '证件、公证书或案件的编号，核对时用' }),
    content: z
      .string()
      .max(560_000)
      .regex(/^[A-Za-z0-9+/]+={0,2}$/)
      .meta({ description: '内容，base64：JPG、PNG 或 PDF，至多 400 KB' }),
  })
  .meta({ id: 'NewMandatePaper' })
export const PaperContent = z
  .strictObject({
    object: z.literal('mandate_paper'),
    id: PaperId,
    kind: PaperKind,
    copy_no: z.string().meta({ description: '证件、公证书或案件的编号' }),
    media: Media,
    content: z.string().meta({ description: '内容，base64' }),
    content_hash: z.string(),
  })
  .meta({ id: 'MandatePaper', description: '一份材料' })
