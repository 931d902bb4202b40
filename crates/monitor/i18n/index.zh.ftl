# 合成指数与统计偏离

index-none = 没有数值。
index-not-closed = 本期月结时还没有设定权重；重新月结后显示。
index-learning = 常态时段内的数据不足四期，不计算。
index-parts = 各指标的贡献
index-score = 得分
index-weight = 权重
index-part = 贡献
index-facts = 单位为常态离散度，越大越差，贡献相加即为指数。有数据的权重占 { $coverage }%，比上期变差的指标占 { $diffusion }%（按权重），常态时段 { $from } 至 { $to }。
detector-score = 稳健残差
detector-cusum = 累积和
detector-scan = 窗口扫描
detector-change = 变点
rate-limit = 每 100 个单位每年 { $rate } 次
departure-said = 每 100 个单位每年偶然出现 { $rate } 次（{ $detector }，得分 { $score }）
