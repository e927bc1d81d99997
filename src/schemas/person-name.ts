import * as z from 'zod'

/** What people call themselves. A long run of digits is somebody's number, so it is refused. */
export const PersonName = z
  .string()
  .trim()
  .min(1)
  .max(20)
  .refine((name) => !/[\p{Cc}\p{Cf}<>]/u.test(name), '不能有控制字符或尖括号')
  .refine((name) => !/\d{7,}/.test(name.normalize('NFKC')), '不能写号码')
