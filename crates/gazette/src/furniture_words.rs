//! The words of page furniture: menus, buttons, counters, publication lines.
//!
//! Must never hold a word that opens ordinary text of a document, unless its use is limited to the head or the foot.

use std::sync::LazyLock;

use regex::Regex;

/// Words a line may consist of and still be furniture.
pub(crate) const WORDS: &[&str] = &[
    "首页",
    "网站首页",
    "返回首页",
    "返回顶部",
    "返回",
    "政务公开",
    "信息公开",
    "政府信息公开",
    "通知公告",
    "政策文件",
    "政策法规",
    "法规文件",
    "规范性文件",
    "省政府文件",
    "办公厅文件",
    "政务服务",
    "互动交流",
    "新闻中心",
    "要闻动态",
    "专题专栏",
    "机构概况",
    "机构职能",
    "领导信息",
    "打印",
    "打印本页",
    "打印此页",
    "关闭",
    "关闭窗口",
    "关闭本页",
    "窗口",
    "收藏",
    "分享",
    "分享到",
    "微信",
    "微博",
    "新浪微博",
    "空间",
    "QQ空间",
    "字号",
    "字体",
    "大",
    "中",
    "小",
    "默认",
    "超大",
    "登录",
    "注册",
    "搜索",
    "高级搜索",
    "无障碍",
    "无障碍浏览",
    "长者模式",
    "手机版",
    "繁体",
    "简体",
    "English",
    "RSS",
    "下载",
    "附件下载",
    "网站地图",
    "联系我们",
    "关于我们",
    "意见反馈",
    "网站声明",
    "隐私声明",
    "扫一扫",
    "上一篇",
    "下一篇",
    "上一页",
    "下一页",
    "末页",
    "尾页",
    "更多",
    "正文",
    "详情",
    "目录导航",
    "站内搜索",
    "设为首页",
    "加入收藏",
    "T",
    "A",
    "A+",
    "A-",
    "T+",
    "T-",
    "文件",
    "信息",
    "内容",
    "相关链接",
    "相关文档",
    "相关解读",
    "相关文件",
    "相关附件",
    "政策解读",
    "图解",
    "依申请公开",
    "政府公报",
    "人事信息",
    "财政信息",
    "语音播报",
    "文字大小",
];

pub(crate) static STARTS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?x)^(?:【?)(?:
        当前位置|您现?在?的位置|您所在的?位置|所在位置|现在位置|请选择|请输入|浏览次数|浏览量|阅读次数|阅读量|点击数|点击次数|访问量|
        分享到|分享至|扫一扫|扫描二维码|用微信|上一篇[:：]|下一篇[:：]|上一条[:：]|下一条[:：]|责任编辑[:：]|编辑[:：]|审核[:：]|初审[:：]|终审[:：]|
        版权所有|网站标识码|备案号|Copyright|copyright|©|
        字体[:：]|字号[:：]|视力保护色|打印本|【打印|【关闭|\[打印|\[关闭|【字体|\[字体|【大|\[大|您是第|网站支持IPv6|
        [\p{Han}]{1,3}ICP备|[\p{Han}]{1,3}公网安备|政府网站标识码)",
    )
    .ok()
});

/// A line that opens with a day and goes on with the time, the source or a counter.
pub(crate) static DATED_PUBLICATION: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"^[12]\d{3}(?:年\d{1,2}月\d{1,2}日|[-/.]\d{1,2}[-/.]\d{1,2})\s*(?:\d{1,2}:\d{2}|来源|信息来源|作者|编辑|发布|浏览|点击|阅读|字号|字体|打印|分享|\||【)",
    )
    .ok()
});

/// Words that open a line of the page's foot, but also a line of an article: only believed below the signature.
pub(crate) static FOOT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"^(?:主办|承办|主办单位|承办单位|技术支持|地址|邮编|电话|联系电话|温馨提示|建议使用|网站管理)[:：]?",
    )
    .ok()
});

pub(crate) static PAGE_NUMBER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"^[-—–－─―·•~～\s]*第?\s*\d{1,4}\s*页?\s*(?:[/／,，]?\s*共?\s*\d{1,4}\s*页?)?[-—–－─―·•~～\s]*$",
    )
    .ok()
});

pub(crate) static PUBLICATION: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^(?:发布时间|发布日期|发布于|公开日期|更新时间|信息来源|稿件来源|文章来源)[:：]").ok()
});

/// Words that open a publication line, but also a line of a notice about a meeting: only believed above the text.
pub(crate) static WEAK_PUBLICATION: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^(?:公布日期|公布时间|时间|日期|来源|作者|发布机构|发布单位|发布人|发布者)[:：]").ok()
});

pub(crate) static BREADCRUMB: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^[^。，；]{1,30}(?:\s*(?:>>|>|＞|»|›|→|/|\|)\s*[^。，；>＞»›]{1,40})+$").ok()
});
