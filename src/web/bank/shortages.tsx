import { shortagePage } from '../common/shortages'

shortagePage('/b/shortages', 'bank', (id) => `/b/merchants/${id}`)
