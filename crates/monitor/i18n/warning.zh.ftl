# 失业预警：月结、灯、从亮灯到办件

nav-warnings = 失业预警
warn-title = 失业预警
warn-one = 预警
warn-sentence = 未结 { $open } 件，其中无人处置 { $unanswered } 件
warn-see = 另见
warn-state-open = 未结
warn-state-unanswered = 无人处置
warn-state-closed = 已结
warn-state-all = 全部
warn-say-rule = 的预警，规则
warn-series = 指标
warn-threshold = 界限
warn-raised-at = { $at } 发出
warn-raised = 发出时间
warn-response = 处置
warn-steps = 环节
warn-plan = 处置方案
warn-until = 持续到 { $period }
warn-unanswered = 无人处置
warn-answered = 已处置
warn-owned = 承办：{ $who }
warn-no-own-plan = 本地没有有效应急预案
warn-none = 没有这样的预警
warn-none-do = 月结时指标越过规则设定的界限，就在这里发出预警并立案；没有设定界限的指标不会发出预警。
warn-definition = 预警发出后一直未结，到办件说明理由结案为止。界限、处置环节和时限由政策包设定。
warn-case = 办件
warn-chain-title = 监测、预警、调控链
warn-chain-sentence = 预警 { $warnings } 件，其中 { $bare } 件没有调控措施；措施 { $measures } 项，其中 { $loose } 项没有对应预警
warn-chain-bare = 没有调控措施的预警
warn-chain-loose = 没有对应预警的措施
warn-chain-joined = 措施及其对应的预警
warn-chain-none = 没有。
warn-chain-cut = 每一部分只列前 { $n } 条，总数见上面一句；全部预警见“失业预警”。
warn-chain-data = 依据的监测数据
warn-chain-cites = 对应的预警
warn-chain-definition = 三位一体：每件预警注明监测数据，每项调控措施注明对应的预警。措施指办件中“处置”环节已办结的事项。
warn-measure = 措施
warn-done = 办结时间
warn-by = 办理人
warn-rules-title = 各规则准不准
warn-rules-sentence = 结案时认定预警是否属实，由此得出每条规则的准确率和提前量
warn-rules-definition = 准确率 = 属实（含无需处置）÷（属实 + 误报），重复不计。提前量为预警发出到当地其后半年内首次裁员的天数，取中位数。
warn-count = 发出
warn-right = 属实
warn-wrong = 误报
warn-duplicate = 重复
warn-precision = 准确率
warn-lead = 提前量
warn-not-judged = 尚无认定
warn-lead-days = { $days } 天（{ $n } 件）
warn-plans-title = 各地应急预案
warn-plans-sentence = { $all } 个地区，{ $lacking } 个没有有效预案
warn-plans-definition = 每个地区都应有有效的应急预案；超过复审日期的不算有效。预警注明发出时本地有效的预案。
warn-plan-valid = 有效
warn-plan-none = 没有预案
warn-plan-ended = 已失效
warn-plan-to-come = 尚未生效
warn-plan-review-missed = 逾期未复审
warn-plan-title = 预案名称
warn-plan-version = 版本
warn-plan-triggers = 启动条件
warn-plan-tasks = 任务
warn-plan-persons = 责任人
warn-plan-from = 生效日期
warn-plan-to = 失效日期（可不填）
warn-plan-review = 复审日期
warn-plan-new = 登记预案
warn-plan-place-hint = 行政区划代码
warn-do-plan = 登记
warn-upward-title = 异常动态上报
warn-upward-sentence = 应报 { $all } 项，未报 { $unsent } 项
warn-upward-none = 没有应上报的异常动态
warn-upward-none-do = 处置方案要求上报的预警发出后，在这里登记发出和收到时间。
warn-upward-to = 上报对象
warn-upward-detected = 发现时间
warn-upward-sent = 发出时间
warn-upward-received = 收到时间
warn-upward-hours = 用时（小时）
warn-upward-note = 文号或说明
warn-upward-unsent = 未报
warn-upward-definition = 由处置方案中写明上报对象的环节产生；登记的时间不再更改。
warn-do-sent = 登记发出
warn-do-received = 登记收到
warn-judge-title = 会商研判
warn-judge-none = 还没有会商记录
warn-judge-new = 记录一次会商
warn-judge-day = 日期
warn-judge-parties = 参加部门和其他方面
warn-judge-parties-hint = 每行一个，至少两个
warn-judge-figures = 所用数据
warn-judge-opinions = 各方意见
warn-judge-conclusion = 结论
warn-judge-measures = 措施
warn-do-judge = 记录
warn-field = { $field ->
    [place] 地区
    [version] 版本
    [title] 预案名称
    [triggers] 启动条件
    [tasks] 任务
    [persons] 责任人
    [valid_from] 生效日期
    [valid_to] 失效日期
    [review_on] 复审日期
    [held_on] 日期
    [parties] 参加部门和其他方面
    [figures] 所用数据
    [opinions] 各方意见
    [conclusion] 结论
    [measures] 措施
   *[other] { $field }
}
done-plan-kept = 预案已登记。
done-upward-kept = 上报时间已登记。
error-close_no_reports = { $period } 还没有上报的报表，不能月结。
error-plan_not_complete = 预案没有填全。
error-plan_text = 请填写，不超过 4000 字。
error-plan_day = 请填写正确的日期。
error-plan_place = 没有这个地区。
error-judgement_not_complete = 会商记录没有填全。
error-judgement_parties = 至少写两个参加方面，每行一个。
error-upward_what = 请说明是发出还是收到。
error-upward_order = 已经登记过，或者还没有发出。
warn-held = 本期没有越过界限，连续变好才降级
warn-crossed = 界限 { $threshold }
