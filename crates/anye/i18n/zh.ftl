home-doubtful = 等人确认的识别结果
home-newest = 最近的文件
home-all-documents = 全部文件

# 演示路线
journey-title = 演示路线：先看这些
journey-mine = 填一份月报
journey-mine-text = 2020 年 5 月的企业用工月报还没有报，从上月的数接着填
journey-notice = 写一份裁员报告
journey-notice-text = 填人数和日期，看哪条规定要求报告、差哪一步
journey-missing = 谁还没有报
journey-missing-text = 2020 年 5 月的迟报和未报企业
journey-queue = 审核月报
journey-queue-text = 没有疑点的一起通过，有疑点的按影响大小看，退回写错的单元格
journey-compare = 月报与裁员报告对照
journey-compare-text = 月报里有裁员、却没有裁员报告的企业
journey-cases = 办件
journey-cases-text = 由预警和裁员报告立的案，有步骤和时限
journey-cockpit = 监测驾驶舱
journey-cockpit-text = 从全省的灯看到市、县和企业
journey-figures = 汇总数据
journey-figures-text = 按地区、行业、月份查，点一个数看到组成它的每份月报
journey-panel = 样本
journey-panel-text = 5,464 户怎样抽出来，随机种子和每层的户数
journey-bulletin = 月报通报
journey-bulletin-text = 2020 年 5 月，公布数与汇总数并列
