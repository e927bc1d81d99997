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
      message_en:
        'The picture was not taken. Use JPG or PNG; save other kinds as one of them first',
      frozen: true,
    },
    shop_photo_size: {
      status: 422,
      message: '照片没有收下。边长要在 320 到 4096 像素之间',
      message_en: 'The picture was not taken. Each side must be 320 to 4096 pixels',
      frozen: true,
    },
    shop_photo_too_large: {
      status: 413,
      message: '照片没有收下。最大 400 KB，请先缩小，或在手机上换一个浏览器再传',
      message_en:
        'The picture was not taken. 400 KB at most: make it smaller, or use another browser',
    },
    shop_photo_media_type: {
      status: 415,
      message: '照片没有收下。内容类型要是 image/jpeg 或 image/png',
      message_en: 'The picture was not taken. Its type must be image/jpeg or image/png',
    },
    shop_photos_used_up: {
      status: 429,
      message: '照片没有收下。一天最多传 5 张，请明天再来',
      message_en: 'The picture was not taken. Five a day at most; come again tomorrow',
    },
    shop_photo_not_found: {
      status: 404,
      message: '没有找到这张照片',
      message_en: 'There is no such picture',
      frozen: true,
    },
    shop_photo_is_over: {
      status: 409,
      message: '这张照片已经有结果，或店家换了新的',
      message_en: 'This picture has its result, or the shop brought a new one',
      frozen: true,
    },
  },
})
