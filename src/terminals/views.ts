import * as z from 'zod'
import { idPattern } from '../kernel/ids'
import { PlaceView, ShopId } from '../shops/views'
import { TERMINAL_ACTS } from './acts'
import { actsIn, type PairingRow, type TerminalDetailRow } from './store'

export const TerminalId = z.string().regex(idPattern('trm'))
const instant = z.iso.datetime({ precision: 3 })
const Acts = z
  .array(z.enum(TERMINAL_ACTS))
  .min(1)
  .max(TERMINAL_ACTS.length)
  .refine((acts) => new Set(acts).size === acts.length, { error: '每件事只写一次' })
  .meta({
    description: '能办的事：redeem 扫码核销，claim 免码核销，void 当天撤销它自己的',
  })
export const CapFen = z
  .int()
  .min(100)
  .max(10_000_000)
  .meta({ description: '一天最多经手多少，分：核销和免码核销从卡里放出的钱加在一起' })
const TerminalName = z.string().trim().min(1).max(20)

export const NewPairing = z
  .strictObject({ name: TerminalName, shop_id: ShopId, daily_cap_fen: CapFen, acts: Acts })
  .meta({ id: 'NewTerminalPairing' })
export const PairingView = z
  .strictObject({
    id: z.string().regex(idPattern('trp')),
    object: z.literal('terminal_pairing'),
    code: z.string().meta({ description: '配对码，12 位数字；10 分钟内在收银机上输入，用一次' }),
    name: z.string(),
    shop_id: ShopId,
    daily_cap_fen: CapFen,
    acts: Acts,
    expires_at: instant,
  })
  .meta({ id: 'TerminalPairing', description: '等一台收银机来配对' })
/** As it is stored with the answer: without the code. */
export const presentPairing = (row: PairingRow) => ({
  id: row.id,
  object: 'terminal_pairing' as const,
  name: row.name,
  shop_id: row.shop_id,
  daily_cap_fen: row.daily_cap_fen,
  acts: actsIn(row),
  expires_at: row.expires_at,
})

export const TerminalView = z
  .strictObject({
    id: TerminalId,
    object: z.literal('terminal'),
    merchant_id: z.string().regex(idPattern('mch')),
    shop: PlaceView,
    name: z.string(),
    public_key: z.string().meta({ description: 'Ed25519 公钥，32 字节，base64url' }),
    daily_cap_fen: CapFen,
    cap_wish_fen: CapFen.nullable().meta({
      description: '有人想提高到多少，等另一个人也这样说；没有为 null',
    }),
    acts: Acts,
    today_count: z.int().min(0).meta({ description: '今天经手的笔数' }),
    today_fen: z.int().min(0).meta({ description: '今天经手的钱，分，到上限为止' }),
    invited_by_name: z.string().nullable().meta({ description: '谁让它配对的' }),
    paired_at: instant.meta({ description: '什么时候配对的' }),
    last_used_at: instant.nullable().meta({ description: '最近使用，准到一分钟' }),
    revoked_at: instant.nullable(),
  })
  .meta({ id: 'Terminal', description: '店家的一台收银机，自己有一把钥匙' })
export const presentTerminal = (t: TerminalDetailRow): z.input<typeof TerminalView> => ({
  id: t.id,
  object: 'terminal',
  merchant_id: t.merchant_id,
  shop: { id: t.shop_id, name: t.shop_name },
  name: t.name,
  public_key: t.public_key,
  daily_cap_fen: t.daily_cap_fen,
  cap_wish_fen: t.cap_wish_fen,
  acts: actsIn(t),
  today_count: t.today_count,
  today_fen: t.today_fen,
  invited_by_name: t.invited_by_name,
  paired_at: t.paired_at,
  last_used_at: t.last_used_at,
  revoked_at: t.revoked_at,
})
