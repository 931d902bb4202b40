# “1+4”风险防控

watch-title = “1+4”风险防控
watch-sentence = { $place }：重点企业 { $enterprises } 件，重点群体 { $groups } 件，重点地区 { $areas } 件，突发事件 { $emergencies } 件
watch-enterprises = 重点企业
watch-groups = 重点群体
watch-areas = 重点地区
watch-emergencies = 突发事件
watch-places = 各地未结件数
watch-own = { $place }本级
watch-unit = 件
watch-unclaimed = { $n } 件无人签收
watch-items = 未结事项
watch-all = 看全部
watch-object = 防控对象
watch-none = 没有未结事项。预警、裁员报告、风险企业和突发事件立案后，会同时出现在省和市的这张表里。
watch-definition = 每一项都是一件办件，省、市看到的是同一条记录，状态相同。重点企业：风险企业、裁员报告、数据疑点；重点群体：由群体预警规则立案；重点地区：其他预警；突发事件：群体性事件。文件写明“1+4”和四类对象，没有逐一说明“4”所指。
watch-go = “1+4”风险防控
