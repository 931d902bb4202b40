# Layoff notices (裁员报告)
