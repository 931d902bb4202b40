# Money
