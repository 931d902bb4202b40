# 报表、汇总、样本

error-report_period_kind = 报告期写得不对：{ $kind ->
    [year] 本表按年报送，请写成 2020。
    [half-year] 本表按半年报送，请写成 2020H1。
    [quarter] 本表按季报送，请写成 2020Q2。
    [month] 本表按月报送，请写成 2020-05。
    [half-month] 本表按半月报送，请写成上半月或下半月。
    [ten-day] 本表按旬报送，请写成上旬、中旬或下旬。
    [day] 本表按日报送，请写成 2020-05-15。
   *[wave] 本表逐期调查，请写第几次。
  }
error-report_period_future = 报告期 { $period } 还没有开始。
error-report_form_not_in_use = 报表 { $form } 在 { $period } 没有启用。
error-report_locked = { $period } 已由{ $who }于 { $at } 锁定（{ $reason }）。要改，须由一人申请强制修改、另一人批准。
error-report_locked_already = { $period } 已经锁定。
error-report_not_locked = { $period } 没有锁定：直接修改即可。
error-report_lock_reason = 请写明原因（不超过 500 字）。
error-report_place_split = { $on } 时没有区划 { $place }：已变为 { $now }。请改用现在的区划代码填报；企业的所在地先在名录中更正。
error-report_place_unknown = { $on } 时没有区划 { $place }。
error-report_member_left = { $name } 已于 { $on } 退出样本（{ $reason }），不再报送此后的报表。
error-report_member_not_yet = { $name } 从 { $from } 起才进入样本。
error-report_not_member = { $name } 不在监测样本中。
error-reporter_unknown = 名录中没有 { $reporter }。
error-reporter_level = { $place } 不是本表的填报层级（{ $level }）。
error-report_cells = 有的内容不合本表。
error-report_cell = { $zh }（{ $en }）
error-report_not_sound = 还不能上报：错误要改正，提示要说明原因。
error-report_error = { $zh }（{ $en }）
error-report_reason_missing = { $zh }：如属实，请说明原因。（{ $en }）
error-report_reason_long = 原因不要超过 { $most } 字。
error-report_incomplete = 缺“{ $zh }”；没有请填 0，不清楚请问清楚再填。（{ $en }）
error-report_not_submitted = 还没有上报过，无从退回。
error-report_reason_missing_return = 请写明退回原因（不超过 500 字）。
error-report_no_such_item = 本表没有这一项。
error-report_deadline_past = 期限已经过去。
error-report_not_to_approve = 现在没有要审核的（状态：{ $state }）。
error-report_own_approval = 自己上报的不能自己审核。
error-report_no_such_level = 审核路径上没有这一级。
error-report_force_reason = 请写明强制修改的原因（不超过 500 字）。
error-report_force_decided = { $who } 已处理过。
error-report_force_own = 自己申请的强制修改须由另一人批准。
error-report_note_text = 请写内容（不超过 1000 字）。
error-report_note_closed = 这个标记已经办结。
error-report_there = { $period } 已有一份数值不同的报表。要替换请选择“替换”。
error-import_twice = 与第 { $row } 行是同一单位同一期。
error-import_not_sound = 有 { $refused } 行不能接收，什么也没有导入。
error-import_gone = 要导入的内容已不在。
error-panel_no_size = { $on } 时样本 { $panel } 没有规定规模。
error-panel_seed = 请给出随机种子（不超过 100 个字符）。
error-panel_subject = 样本 { $panel } 的对象是 { $subject }，没有写明从哪个名册抽取。
error-panel_by_draw = 这个样本只能从名册中抽取或轮换，不能个别纳入。
error-report_wave_over = 这项跟踪一共 { $waves } 次，没有第 { $wave } 次。
error-panel_member_there = { $name } 从 { $since } 起已在样本中。
error-panel_member_gone = { $name } 已不在样本中。
error-panel_refused = 不属于本样本：{ $zh }（{ $en }）
error-panel_reason = 请写明原因（不超过 300 字）。
error-panel_percent = 轮换比例须在 1% 至 100% 之间。
error-panel_not_drawn = 样本 { $panel } 还没有抽取过。
error-panel_stratum_empty = 层 { $stratum } 中已没有可替换的单位。
error-figure_dimension = 本表没有按 { $dim } 分组。
error-figure_too_large = 一次最多查询 { $most } 个数。
error-figure_unknown_column = 没有指标“{ $id }”。
error-figure_vintage = 版本只有快报（flash）、初步（preliminary）、最终（final）。
error-figure_frozen = { $who } 已定稿（{ $vintage }）。
error-figure_query_name = 请给查询起个名字（不超过 100 字）。

report-state-draft = 填报中
report-state-submitted = 已上报
report-state-partly = 审核中
report-state-approved = 审核完毕
report-state-returned = 已退回
vintage-flash = 快报
vintage-preliminary = 初步数
vintage-final = 最终数
factor-city = 地区
factor-industry = 行业
factor-size = 规模
factor-ownership = 所有制
factor-staff = 吸纳就业能力
factor-above_designated = 规模以上
factor-labour_intensive = 劳动密集型
factor-hard_hit = 受冲击较大行业
