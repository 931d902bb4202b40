# Supply and demand of the market (供求状况), and other sources beside it
