//! Trades (行业) of the synthetic employers: how many there are, what they pay, how they breathe over the year, how the shock of early 2020 hits them.
//! All figures are inventions for the demo; only the order of magnitude is meant.

/// A trade.
#[derive(Debug, Clone, Copy)]
pub struct Trade {
    /// GB/T 4754: section and division.
    pub code: &'static str,
    /// Last word of an employer's name.
    pub word: &'static str,
    /// How many, against the others.
    pub weight: u64,
    /// Pay a month, in yuan.
    pub pay: i64,
    /// Growth a year, in per mille.
    pub trend: i64,
    /// Fewer staff at the Spring Festival, in per mille.
    pub spring: i64,
    /// More staff in summer, in per mille (less in winter).
    pub summer: i64,
    /// Fewer staff in February, March, April and May 2020, in per mille.
    pub shock: [i64; 4],
    /// Migrant workers among the staff, in percent.
    pub migrants: i64,
    /// Kind of owner and temper.
    pub kind: TradeKind,
}

/// What a trade is like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TradeKind {
    /// Heavy industry: often owned by the state.
    Heavy,
    /// Many hands.
    Labour,
    /// Everything else.
    Other,
}

impl Trade {
    /// Marked as hit hard by the downturn.
    #[must_use]
    pub fn hard_hit(&self) -> bool {
        self.shock[1] >= 70
    }

    /// Marked as labour-intensive.
    #[must_use]
    pub fn labour_intensive(&self) -> bool {
        self.kind == TradeKind::Labour
    }

    /// Section of GB/T 4754.
    #[must_use]
    pub fn section(&self) -> &'static str {
        self.code.get(..1).unwrap_or_default()
    }
}

#[expect(clippy::too_many_arguments, reason = "a row of the table below")]
const fn row(
    code: &'static str,
    word: &'static str,
    weight: u64,
    pay: i64,
    trend: i64,
    (spring, summer): (i64, i64),
    shock: [i64; 4],
    migrants: i64,
    kind: TradeKind,
) -> Trade {
    Trade { code, word, weight, pay, trend, spring, summer, shock, migrants, kind }
}

use TradeKind::{Heavy, Labour, Other};

/// The trades.
pub const TRADES: [Trade; 33] = [
    row("C13", "农产品加工厂", 6, 4_100, 5, (25, 15), [30, 38, 24, 15], 34, Labour),
    row("C17", "纺织厂", 3, 3_900, -30, (45, 0), [70, 120, 112, 95], 48, Labour),
    row("C18", "服装厂", 4, 3_800, -35, (55, 0), [80, 135, 128, 110], 55, Labour),
    row("C25", "石油化工厂", 3, 8_200, 0, (2, 2), [6, 12, 10, 8], 6, Heavy),
    row("C26", "化学品厂", 5, 5_600, 4, (8, 3), [20, 30, 22, 15], 14, Heavy),
    row("C30", "建材厂", 4, 4_600, -12, (60, 30), [60, 85, 60, 42], 38, Heavy),
    row("C31", "钢铁厂", 5, 6_100, -8, (4, 2), [15, 24, 20, 16], 12, Heavy),
    row("C34", "机械厂", 8, 5_400, -3, (10, 3), [30, 46, 38, 28], 18, Heavy),
    row("C35", "专用设备厂", 6, 5_700, 2, (10, 2), [28, 40, 32, 24], 16, Heavy),
    row("C36", "汽车零部件厂", 5, 5_900, 6, (14, 0), [42, 72, 58, 40], 20, Other),
    row("C37", "船舶轨道装备厂", 3, 6_800, 3, (8, 2), [20, 34, 30, 26], 17, Heavy),
    row("C39", "电子厂", 4, 5_200, 18, (30, 10), [36, 40, 20, 8], 30, Labour),
    row("B06", "煤矿", 2, 6_300, -30, (6, 0), [18, 26, 20, 18], 24, Heavy),
    row("B08", "铁矿", 2, 5_500, -20, (10, 6), [16, 24, 18, 14], 22, Heavy),
    row("D44", "供电供热公司", 3, 7_300, 2, (0, -8), [1, 2, 2, 2], 4, Heavy),
    row("E47", "建筑公司", 7, 4_900, -5, (140, 90), [110, 130, 72, 40], 62, Labour),
    row("E50", "装饰公司", 2, 4_700, 3, (90, 50), [120, 140, 88, 60], 58, Labour),
    row("F51", "批发公司", 5, 4_800, 4, (8, 0), [40, 58, 48, 38], 12, Other),
    row("F52", "商场", 7, 3_900, -6, (-6, 0), [66, 98, 86, 70], 20, Labour),
    row("G54", "运输公司", 4, 5_300, 2, (15, 8), [62, 92, 78, 62], 22, Other),
    row("G59", "仓储公司", 2, 4_700, 20, (10, 0), [22, 28, 16, 8], 20, Other),
    row("H61", "宾馆", 3, 3_700, 0, (6, 22), [110, 196, 188, 170], 30, Labour),
    row("H62", "餐饮公司", 4, 3_600, 10, (12, 10), [120, 212, 196, 166], 40, Labour),
    row("I65", "软件公司", 4, 9_600, 60, (3, 12), [4, 10, 4, -6], 2, Other),
    row("J66", "金融服务公司", 1, 9_900, 8, (0, 0), [1, 2, 2, 1], 1, Other),
    row("K70", "物业公司", 3, 3_900, 12, (4, 3), [14, 24, 22, 18], 20, Labour),
    row("L72", "商务服务公司", 3, 5_000, 15, (8, 0), [38, 62, 58, 50], 10, Other),
    row("M74", "技术服务公司", 2, 7_200, 25, (3, 4), [8, 16, 12, 6], 3, Other),
    row("N78", "公共设施管理公司", 1, 4_000, 4, (6, 20), [10, 14, 10, 4], 22, Labour),
    row("O80", "居民服务公司", 2, 3_700, 14, (14, 4), [90, 142, 128, 104], 28, Labour),
    row("P83", "培训学校", 1, 5_100, 20, (6, -10), [60, 108, 112, 104], 2, Other),
    row("Q84", "民营医院", 1, 5_600, 22, (0, 0), [8, 16, 12, 6], 3, Other),
    row("R88", "文体公司", 2, 4_400, 6, (4, 26), [110, 188, 186, 176], 10, Other),
];

/// Kinds of owner as the register writes them, with their weight in heavy industry and elsewhere.
pub const OWNERS: [(&str, u64, u64); 5] =
    [("国有", 30, 9), ("集体", 6, 4), ("私营", 46, 68), ("外资", 10, 11), ("其他", 8, 8)];
