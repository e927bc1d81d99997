import './image'
import './own'
import './rulings'
