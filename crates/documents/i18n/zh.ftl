nav-documents = 文件库
nav-search = 检索
palette-documents = 文件
kind-notice = 通知
kind-opinion = 意见
kind-plan = 方案、计划
kind-measures = 办法、规定
kind-regulation = 法规
kind-decision = 决定
kind-reply = 答复、函
kind-announcement = 公告、通告
kind-report = 报告
kind-other = 其他
finding-state-found = 已识别
finding-state-doubtful = 待确认
finding-state-confirmed = 已确认
finding-state-corrected = 已更正
finding-state-rejected = 已排除
finding-state-added = 人工补充
finding-action-confirm = 确认
finding-action-correct = 更正
finding-action-reject = 排除
finding-action-add = 补充
finding-action-reopen = 恢复
finding-sort-unit = 责任单位
finding-sort-figure = 数字
finding-sort-date = 时间
finding-sort-citation = 引用文件
finding-sort-measure = 任务
unit-role-lead = 牵头
unit-role-support = 配合
unit-role-responsible = 责任
relation-repeals = 废止
relation-amends = 修改
relation-based_on = 依据
relation-implements = 贯彻落实
relation-continues = 继续执行
relation-reports = 报告已出台
relation-announces = 拟出台
relation-cites = 引用
figure-compare-at_least = 不少于
figure-compare-at_most = 不超过
figure-compare-more_than = 超过
figure-compare-less_than = 低于
figure-compare-about = 约
figure-compare-range = 区间
date-role-from = 自此起
date-role-until = 至此止
date-role-period = 期间
date-role-due = 完成时限
date-role-mention = 提及
standing-not_yet = 尚未施行
standing-in_force = 现行有效
standing-ended = 已失效
standing-unknown = 起始日期不明
end-expiry = 有效期届满
end-repeal = 被废止
end-open = 未规定终止日期
compare-same = 相同
compare-changed = 有改动
compare-moved = 移动
compare-added = 新增
compare-removed = 删除
compare-renumbered = 条号有变
import-outcome-imported = 已导入
import-outcome-already_there = 已在库中
import-outcome-failed = 未导入
export-sheet-measures = 任务
export-sheet-figures = 数字
export-col-document = 文件
export-col-number = 文号
export-col-article = 条
export-col-heading = 条标
export-col-who = 责任主体
export-col-what = 任务
export-col-by_when = 时限
export-col-due_on = 截止日期
export-col-state = 状态
export-col-link = 出处
export-col-subject = 对象
export-col-compare = 关系
export-col-value = 数值
export-col-upper = 上限
export-col-unit = 单位
export-col-per = 每
export-col-text = 原文
warning-empty = 文件里没有文字。请换一个文件。
warning-no_articles = 没有找到条。请核对是否为正文，或确认这份文件本来没有条。
warning-article_gap = 条号有缺：缺第 { $about } 条。请核对原文，必要时换一份完整的文本。
warning-article_duplicate = 第 { $about } 条出现了不止一次。请核对原文条号。
warning-article_out_of_order = 第 { $about } 条不在应有的顺序。请核对原文。
warning-chapter_gap = 章号有缺：缺第 { $about } 章。请核对原文。
warning-title_missing = 没有找到标题。请核对原文；需要时由政策包给出。
warning-number_missing = 没有找到文号。如果文件有文号，请核对原文。
warning-date_missing = 没有找到成文日期。请核对原文；现行有效的判断将不完整。
warning-issuer_missing = 没有找到发文机关。请核对原文。
warning-place_missing = 没有看出适用的地区。请在导入时指明。
warning-place_inferred = 地区 { $about } 是由正文推断的。请核对。
warning-place_from_importer = 正文没有写明地区，已按导入人所在地区 { $about } 登记。如不对，请撤回后指明地区重新导入。
warning-text_converted = 正文含繁体字，已另存简体；原文保留。
warning-glosses_removed = 已去掉 { $about } 处夹注的读音；原文保留。
warning-damage_suspected = 文字可能有缺损：{ $about }。请对照原文。
warning-attachment_set_aside = 附件“{ $about }”未作为正文读取。需要时请单独导入。
doubt-unit_unknown = 册内没有名为“{ $about }”的单位。请选定单位，或补充别名。
doubt-unit_from_text = “{ $about }”由正文语句推断为责任单位。请确认。
doubt-unit_inferred = “{ $about }”的级别由上文推断。请确认。
doubt-unit_missing = 条末没有写明责任单位。请补充或确认。
doubt-unit_generic = “{ $about }”是泛称，不是具体单位。请确认。
doubt-unit_unlike = “{ $about }”不像单位名称。请确认或排除。
doubt-unit_unstated = 数字没有写单位：{ $about }。请补充。
doubt-in_title = “{ $about }”在标题或书名号里，可能不是指标。请确认。
doubt-year_vague = 年份写得含糊：{ $about }。请确认。
doubt-year_from_document = 年份取自文件的年份：{ $about }。请确认。
doubt-year_from_citation = 年份取自所引文件：{ $about }。请确认。
doubt-year_unknown = 没有写年份：{ $about }。请补充。
doubt-no_such_day = 没有这一天：{ $about }。请核对原文。
doubt-period_reversed = 起止日期颠倒：{ $about }。请核对原文。
doubt-bound_day = 是否含当日不明：{ $about }。请确认。
doubt-start_not_stated = 没有写起始时间：{ $about }。请确认。
doubt-short_title = 书名号内名称很短：{ $about }。请确认是哪份文件。
doubt-maybe_not_a_document = “{ $about }”可能不是文件。请确认或排除。
doubt-report_not_duty = 可能是情况介绍，不是任务。请确认或排除。
doubt-recurring = 每年重复的日期：{ $about }。请确认适用的年份。
doubt-permission = “可以”一类的许可，不是必须完成的任务。请确认或排除。
doubt-no_bearer = 没有写由谁完成。请补充责任主体。
doubt-bearer_from_context = 责任主体由上下文推断：{ $about }。请确认。
error-document_no_articles = 没有找到章和条。请确认这是文件正文，再重新导入。
error-document_number_taken = 文号 { $number } 已有文件《{ $title }》（{ $id }），但内容不同。如确是另一个版本，请填写版本名称后再导入；否则请核对文本。
error-document_id_taken = 标识 { $id } 已被《{ $title }》使用，但内容不同。如确是另一个版本，请填写版本名称后再导入。
error-document_edition_name = 版本名称只能用文字、数字和连字符，最多 { $most } 个字。
error-document_place_unknown = 没有代码为 { $code } 的地区。相近的有：{ $near }。请核对后重填。
error-document_place_retired = 地区 { $code } { $name } 自 { $on } 起已不存在，这份文件的日期在其后。现由 { $successors } 承接，请改用后继地区。
error-document_place_not_yet = 地区 { $code } { $name } 自 { $from } 起才设立，这份文件的日期在其前。当时是：{ $predecessors }。请改用当时的地区。
error-document_withdrawn = 文件已撤回，不能再更改。
error-finding_changed = { $who } 已在 { $at } 对这一处作了“{ $action ->
    [confirm] 确认
    [correct] 更正
    [reject] 排除
    [add] 补充
   *[reopen] 恢复
}”（第 { $version } 版，理由：{ $reason }）。请查看后再决定是否更改。
error-finding_sort = 更正不能改变识别结果的类别。请排除后另行补充。
error-finding_span = 起止位置必须在本条正文之内（共 { $length } 字）。
error-reason_missing = 请写明理由。
error-reason_too_long = 理由最多 { $most } 个字。
error-word_length = 词语应为 1 至 { $most } 个字。
error-day_shape = 日期应写成 年-月-日，如 2020-05-31。
error-no_file = 没有选择文件。请选择文件后再上传。
error-waiting_folder = 上传的文件暂时存不下来，没有导入。请稍后再试；仍不行请告诉系统管理员。
error-export_count = 一次可导出 1 至 { $most } 份文件。请缩小范围。
error-search_unavailable = 检索暂时不可用，正在重建。请稍后再试；文件目录不受影响。
error-search_busy = 检索索引正在更新。请稍后再试。
error-search-unclosed-quote = 第 { $at } 个字处的引号没有闭合。请补上另一半引号。
error-search-nothing-to-find = 没有可检索的文字。请输入词语或文号。
error-search-too-long = 检索内容最多 { $max } 个字。请缩短。
error-search-phrase-too-long = 第 { $at } 个字处的短语最多 { $max } 个字词。请缩短。
error-search-bad-cursor = 这个页面地址不属于本次检索。请从第一页重新开始。
error-search-cursor-expired = 检索结果已有变化。请从第一页重新开始。
error-job_input = 任务的内容无法读取。请重新上传文件。
error-given_up = 多次尝试没有成功，任务已停止。已导入的文件保留；请告诉系统管理员，排除故障后重试。
error-file_gone = 等待导入的文件已不在服务器上。请重新上传。
error-file_empty = 文件里没有文字。请选择有正文的文件。
error-file_binary = 这不是文本，也不是认识的文件格式（第 { $at_byte } 字节处）。请另存为 DOCX、PDF、HTML 或 UTF-8 文本。
error-document_too_large = 文件有 { $size } 字节，超过上限 { $limit } 字节。请拆分，或去掉图片后再导入。
error-file_text_too_large = 正文超过 { $limit } 字节。请拆分后再导入。
error-file_wrong_encoding = 文字编码既不是 UTF-8，也不是 GB 18030（第 { $at_byte } 字节处）。请另存为 UTF-8 后再导入。
error-file_bomb_suspected = 文件结构异常，可能会耗尽服务器资源（{ $what ->
    [inflation] 解压后过大
    [entries] 内含文件过多
    [entry_name] 内含文件名越界
    [dtd] 含有文档类型声明
    [depth] 嵌套过深
   *[pages] 页数过多
}），没有读取。请用原软件重新保存后再导入。
error-file_no_text_layer = 这个 PDF 有 { $pages } 页，但没有文字（可能是扫描件）。请先做文字识别，或导入原文。
error-file_unreadable_fonts = PDF 中 { $glyphs } 个字符有 { $missing } 个无法辨认。请重新导出 PDF，或改用 DOCX。
error-file_damaged = 文件已损坏（{ $where ->
    [zip] 压缩包
    [relationships] 关系表
    [document] 正文
    [numbering] 编号
    [workbook] 工作表目录
    [shared_texts] 共享文本
    [sheet] 工作表
    [csv] 表格
    [styles] 样式
    [pdf] PDF
   *[parser] 结构
}）。请重新下载或保存后再导入。
error-file_encrypted = 文件有密码。请去掉密码后再导入。
error-file_timeout = 读取超过 { $limit_ms } 毫秒，已停止。请拆分文件，或改用纯文本。
error-file_out_of_memory = 读取所需内存超过 { $limit } 字节，已停止。请拆分文件。
error-file_no_reader = 读取程序没有启动，文件没有读取。请告诉系统管理员。
error-file_unreadable = 文件无法读取。请另存为 DOCX 或 UTF-8 文本后再导入。
error-file_format_old_word = 这是 Word 97–2003 文档。请用 Word 或 WPS 打开，另存为 DOCX 后再导入。
error-file_format_spreadsheet = 这是电子表格。请把文字复制到 DOCX 或文本文件后再导入。
error-file_format_presentation = 这是演示文稿。请把文字复制到 DOCX 或文本文件后再导入。
error-file_format_old_office = 这是旧版 Office 文件。请用 Word 或 WPS 打开，另存为 DOCX 后再导入。
error-file_format_rtf = 这是 RTF 文件。请用 Word 或 WPS 打开，另存为 DOCX 后再导入。
error-file_format_open_document = 这是 OpenDocument 文件。请用 Word 或 WPS 打开，另存为 DOCX 后再导入。
error-file_format_ofd = 这是 OFD 文件。请导出为 PDF 或 DOCX 后再导入。
error-file_format_image = 这是图片。请导入文件原文，或先做文字识别。
error-file_format_mhtml = 这是单文件网页。请另存为 HTML 后再导入。
error-file_format_xml = 这是 XML 文件。请导出为 DOCX、HTML 或文本后再导入。
error-file_format_archive = 这是压缩包，里面不是 Word 文档。请解压后选择文件导入。
error-file_format_program = 这是程序，不是文件正文。请选择文件正文。
