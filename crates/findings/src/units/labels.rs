//! Words that say which part the units behind them play: 责任单位:, 牵头单位:, 配合部门: and the words after a name (牵头、配合、负责).
//!
//! Must never take the label of something else (完成时限、责任人) for one of units.

use crate::model::Role;
use crate::source::Source;

#[rustfmt::skip]
const LABELS: &[(&str, Role)] = &[
    ("牵头责任单位", Role::Lead), ("牵头单位", Role::Lead), ("牵头部门", Role::Lead),
    ("牵头机构", Role::Lead), ("主要牵头单位", Role::Lead), ("主要责任单位", Role::Lead),
    ("第一责任单位", Role::Lead), ("主责单位", Role::Lead), ("主责部门", Role::Lead),
    ("主办单位", Role::Lead), ("主办部门", Role::Lead), ("牵头", Role::Lead),
    ("配合责任单位", Role::Support), ("配合单位", Role::Support), ("配合部门", Role::Support),
    ("协办单位", Role::Support), ("协办部门", Role::Support), ("协助单位", Role::Support),
    ("协助部门", Role::Support), ("协同单位", Role::Support), ("协同部门", Role::Support),
    ("参与单位", Role::Support), ("参与部门", Role::Support), ("参加单位", Role::Support),
    ("参加部门", Role::Support), ("支持单位", Role::Support), ("支持部门", Role::Support),
    ("配合", Role::Support), ("责任单位", Role::Responsible), ("责任部门", Role::Responsible),
    ("责任主体", Role::Responsible), ("负责单位", Role::Responsible), ("负责部门", Role::Responsible),
    ("实施单位", Role::Responsible), ("实施部门", Role::Responsible), ("落实单位", Role::Responsible),
    ("落实部门", Role::Responsible), ("承办单位", Role::Responsible), ("承办部门", Role::Responsible),
    ("完成单位", Role::Responsible), ("执行单位", Role::Responsible), ("主管部门", Role::Responsible),
    ("主管单位", Role::Responsible), ("组织单位", Role::Responsible), ("承担单位", Role::Responsible),
    ("职责单位", Role::Responsible), ("责任分工", Role::Responsible), ("分工单位", Role::Responsible),
    ("责任单位及部门", Role::Responsible),
];

/// A label at this position and one past its colon.
pub(crate) fn label_at(source: &Source, at: usize) -> Option<(Role, usize)> {
    // 【牵头单位】
    let boxed = source.at(at) == Some('〔');
    let at = at + usize::from(boxed);
    let (word, role) = LABELS
        .iter()
        .filter(|(word, _)| source.starts(at, word))
        .max_by_key(|(word, _)| word.chars().count())?;
    let mut end = at + word.chars().count();
    if boxed {
        let close = (source.at(end) == Some('〕')).then_some(end + 1)?;
        return Some((*role, if source.at(close) == Some(':') { close + 1 } else { close }));
    }
    // 配合单位(部门):
    if source.at(end) == Some('(') {
        end = (end..source.len().min(end + 8)).find(|index| source.norm[*index] == ')')? + 1;
    }
    end = source.past_space(end);
    match source.at(end)? {
        ':' => Some((*role, end + 1)),
        '为' | '是' if word.chars().count() > 2 => Some((*role, end + 1)),
        _ => None,
    }
}

/// The label of something that is no unit: 完成时限:, 责任人:. One past its colon.
pub(crate) fn other_label_at(source: &Source, at: usize) -> Option<usize> {
    let end = (at..source.len().min(at + 9)).find(|index| !crate::source::is_han(source.norm[*index]))?;
    (end >= at + 2 && source.norm[end] == ':').then_some(end + 1)
}

/// Words behind a name or a list that say its part: how many characters, and the part.
#[rustfmt::skip]
const BEHIND: &[(&str, Role)] = &[
    ("牵头负责", Role::Lead), ("牵头组织实施", Role::Lead), ("牵头落实", Role::Lead),
    ("牵头组织", Role::Lead), ("负责牵头", Role::Lead), ("为牵头单位", Role::Lead), ("牵头", Role::Lead),
    ("牵头推进", Role::Lead), ("牵头实施", Role::Lead), ("牵头推动", Role::Lead), ("牵头办理", Role::Lead),
    ("牵头做好", Role::Lead), ("共同牵头", Role::Lead), ("分别牵头", Role::Lead), ("联合牵头", Role::Lead),
    ("牵头抓总", Role::Lead), ("牵头统筹", Role::Lead), ("总牵头", Role::Lead),
    ("主办", Role::Lead), ("协助配合", Role::Support), ("积极配合", Role::Support),
    ("密切配合", Role::Support), ("配合做好", Role::Support), ("协同配合", Role::Support),
    ("按职责分工配合", Role::Support), ("按照职责分工配合", Role::Support), ("按职责配合", Role::Support),
    ("按职责分工参与", Role::Support), ("分工配合", Role::Support), ("负责配合", Role::Support),
    ("参与配合", Role::Support), ("做好配合", Role::Support), ("予以配合", Role::Support),
    ("给予配合", Role::Support), ("积极参与", Role::Support), ("共同参与", Role::Support),
    ("按职责参与", Role::Support), ("共同配合", Role::Support), ("分别配合", Role::Support),
    ("配合落实", Role::Support), ("协同推进", Role::Support), ("协同", Role::Support),
    ("配合", Role::Support), ("参与", Role::Support), ("参加", Role::Support), ("协办", Role::Support),
    ("协助", Role::Support), ("按职责分工负责", Role::Responsible), ("按照职责分工负责", Role::Responsible),
    ("按职责负责", Role::Responsible), ("按分工负责", Role::Responsible),
    ("按职责分工落实", Role::Responsible), ("按职责分工", Role::Responsible),
    ("依职责分工负责", Role::Responsible), ("分别负责", Role::Responsible), ("共同负责", Role::Responsible),
    ("具体负责", Role::Responsible), ("组织实施", Role::Responsible), ("负责落实", Role::Responsible),
    ("负责实施", Role::Responsible), ("依职责负责", Role::Responsible), ("依职责分工", Role::Responsible),
    ("各负其责", Role::Responsible), ("各司其职", Role::Responsible), ("分工负责", Role::Responsible),
    ("按各自职责负责", Role::Responsible), ("按各自职责分工负责", Role::Responsible),
    ("按照各自职责负责", Role::Responsible), ("按照职责分工", Role::Responsible),
    ("按职责分工推进", Role::Responsible), ("按职责推进", Role::Responsible), ("按职责落实", Role::Responsible),
    ("分工落实", Role::Responsible), ("组织落实", Role::Responsible), ("抓好落实", Role::Responsible),
    ("负责组织实施", Role::Responsible), ("负责推进", Role::Responsible), ("分工协作", Role::Responsible),
    ("负责", Role::Responsible), ("落实", Role::Responsible),
    ("实施", Role::Responsible), ("承办", Role::Responsible),
];

/// The part said behind a name that ends at `end`: the part and where the name ends.
pub(crate) fn part_behind(name: &str) -> Option<(Role, &str)> {
    let (word, role) = BEHIND
        .iter()
        .filter(|(word, _)| name.ends_with(word))
        .max_by_key(|(word, _)| word.chars().count())?;
    let rest = name.strip_suffix(word)?;
    (!rest.is_empty()).then_some((*role, rest))
}
