import './docs'
