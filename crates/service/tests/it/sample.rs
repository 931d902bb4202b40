//! One more benefit, as somebody would write it: a rule and its programmes in text files, added to the pack of the tests.

/// A rule, as an office writes one.
pub const RULE: &str = "
待遇 示例安家补贴 sample_settling
  对象 个人
  依据 FS2020 第九条第二款
  有效 不限
  条件
    ① “已办理失业登记” 个人.登记失业
    ② “就业困难人员” 个人.就业困难人员
  金额 1000 元
  资金 失业保险基金
  英文 “Sample settling allowance”

待遇 示例交通补贴 sample_travel
  对象 个人
  依据 FS2020 第九条第二款
  有效 不限
  条件
    ① “已办理失业登记” 个人.登记失业
    ② “残疾人” 个人.残疾人
  金额 300 元
  资金 失业保险基金
  英文 “Sample travel allowance”

认定 示例旧资格 sample_old_title
  对象 个人
  依据 FS2020 第九条第二款
  有效 2020-01-01 至 2020-12-31
  条件
    ① “已办理失业登记” 个人.登记失业
  英文 “Sample old title”

待遇 示例旧补贴 sample_old_aid
  对象 个人
  依据 FS2020 第九条第二款
  有效 2020-01-01 至 2020-12-31
  条件
    ① “已办理失业登记” 个人.登记失业
  金额 300 元
  资金 失业保险基金
  英文 “Sample old aid”
";

/// A programme for each, as an office writes one.
pub const PROGRAMMES: &str = r#"
[[matter]]
id = "sample"
name = { zh = "示例一件事", en = "Sample matter" }
pilot = ["210411"]
to = "2030-12-31"

[[programme]]
id = "sample-settling"
name = { zh = "示例安家补贴", en = "Sample settling allowance" }
cite = ["FS2020/9"]
subject = "person"
matter = "sample"
applicants = ["itself", "counter"]
rule = "sample_settling"
appeal = "sample-appeal"
automatic = { confirm = "itself", within = { days = 30 } }
promise = { working_days = 10 }
field = [
  { id = "bank", name = { zh = "收款账号", en = "Bank account" }, type = "text", most = 30, required = true },
  { id = "rooms", name = { zh = "房间数", en = "Rooms" }, type = "count", most = 20 },
]
paper = [{ id = "lease", name = { zh = "租房合同", en = "Lease" } }]
publicity = { working_days = 5, fields = ["rooms"], objection = "holds", cite = ["FS2020/9"] }
step = [
  { id = "examine", name = { zh = "受理初审", en = "Examine" }, role = "clerk", acts = ["accept", "ask", "reject", "pass"], within = { working_days = 5 }, pauses = true },
  { id = "decide", name = { zh = "复核决定", en = "Decide" }, role = "reviewer", level = "county", acts = ["return", "decide"], within = { working_days = 5 }, not_by = ["examine"] },
]
effect = [
  { pay = {} },
  { fact = { fact = "persons.single_parent_of_minor", is = true } },
  { certificate = { id = "settled", name = { zh = "安家证明", en = "Settling notice" }, text = { zh = "{name} 得 {amount} 元,编号 {number}", en = "{name} gets {amount} yuan, number {number}" } } },
]

[[programme]]
id = "sample-travel"
name = { zh = "示例交通补贴", en = "Sample travel allowance" }
cite = ["FS2020/9"]
subject = "person"
matter = "sample"
applicants = ["itself", "counter"]
rule = "sample_travel"
appeal = "sample-appeal"
field = [{ id = "bank", name = { zh = "收款账号", en = "Bank account" }, type = "text", most = 30, required = true }]
step = [
  { id = "examine", name = { zh = "受理初审", en = "Examine" }, role = "clerk", acts = ["accept", "ask", "reject", "pass"], within = { working_days = 5 }, pauses = true },
  { id = "decide", name = { zh = "复核决定", en = "Decide" }, role = "reviewer", level = "county", acts = ["return", "decide"], within = { working_days = 5 }, not_by = ["examine"] },
]
effect = [{ pay = {} }]

[[programme]]
id = "sample-old-title"
name = { zh = "示例旧资格", en = "Sample old title" }
cite = ["FS2020/9"]
subject = "person"
applicants = ["counter"]
rule = "sample_old_title"
appeal = "sample-appeal"
step = [
  { id = "examine", name = { zh = "受理初审", en = "Examine" }, role = "clerk", acts = ["accept", "ask", "reject", "pass"] },
  { id = "decide", name = { zh = "复核决定", en = "Decide" }, role = "reviewer", level = "county", acts = ["return", "decide"], not_by = ["examine"] },
]
effect = [{ fact = { fact = "persons.single_parent_of_minor", is = true } }]

[[programme]]
id = "sample-old-aid"
name = { zh = "示例旧补贴", en = "Sample old aid" }
cite = ["FS2020/9"]
subject = "person"
applicants = ["counter"]
rule = "sample_old_aid"
appeal = "sample-appeal"
step = [
  { id = "examine", name = { zh = "受理初审", en = "Examine" }, role = "clerk", acts = ["accept", "ask", "reject", "pass"] },
  { id = "decide", name = { zh = "复核决定", en = "Decide" }, role = "reviewer", level = "county", acts = ["return", "decide"], not_by = ["examine"] },
]
effect = [{ pay = {} }]

[[programme]]
id = "sample-appeal"
name = { zh = "示例申诉", en = "Sample appeal" }
cite = ["FS2020/9"]
subject = "person"
applicants = ["itself", "counter"]
field = [{ id = "why", name = { zh = "理由", en = "Why" }, type = "text", most = 2000, required = true }]
step = [
  { id = "decide", name = { zh = "复查决定", en = "Decide anew" }, role = "reviewer", level = "city", acts = ["decide"], within = { working_days = 20 } },
]
"#;
