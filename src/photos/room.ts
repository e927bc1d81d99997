import { declare } from '../kernel/declare'

export const room = declare({
  name: 'photos',
  about: "the picture of a shop's front, looked at before customers see it",
  tables: ['shop_photos', 'shop_photo_rulings'],
  prefixes: { pho: "picture of a shop's front" },
  refusals: {
    shop_photo_unreadable: {
      status: 422,
      message: '照片没有收下。请用 JPG 或 PNG 照片；别的格式先另存一次',
      frozen: true,
    },
    shop_photo_size: {
      status: 422,
      message: '照片没有收下。边长要在 320 到 4096 像素之间',
      frozen: true,
    },
    shop_photo_too_large: {
      status: 413,
      message: '照片没有收下。最大 400 KB，请先缩小，或在手机上换一个浏览器再传',
    },
    shop_photo_media_type: {
      status: 415,
      message: '照片没有收下。内容类型要是 image/jpeg 或 image/png',
    },
    shop_photos_used_up: { status: 429, message: '照片没有收下。一天最多传 5 张，请明天再来' },
    shop_photo_not_found: { status: 404, message: '没有找到这张照片', frozen: true },
    shop_photo_is_over: {
      status: 409,
      message: '这张照片已经有结果，或店家换了新的',
      frozen: true,
    },
  },
})
