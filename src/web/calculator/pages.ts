import './calculator'
