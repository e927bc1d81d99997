import './cards'
import './card'
