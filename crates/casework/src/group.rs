//! A special working group attached to a case (专门工作组). It must never be without members, a day and, when it ends, a result.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Somebody in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = casework::Member)]
pub struct Member {
    /// Name.
    pub name: String,
    /// Where they come from.
    pub office: String,
    /// Their part: head, law, insurance …; may be empty.
    pub part: String,
}

impl Member {
    /// Members as people write them: one a line, name, office and part with commas between. `None` where a line lacks the office.
    pub fn list(text: &str) -> Option<Vec<Self>> {
        let one = |line: &str| {
            let mut cells = line.split([',', '，', '、', '\t', ';', '；']).map(|cell| cell.trim().to_owned());
            let (name, office) = (cells.next()?, cells.next()?);
            let part = cells.collect::<Vec<_>>().join(" ");
            (!name.is_empty() && !office.is_empty()).then_some(Self { name, office, part })
        };
        text.lines().filter(|line| !line.trim().is_empty()).map(one).collect()
    }
}

/// Something it did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Deed {
    /// The day.
    pub done_on: String,
    /// What.
    pub what: String,
    /// Who entered it.
    pub by: String,
}

/// A group as kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Group {
    /// Place in the order, from 1.
    pub seq: i64,
    /// Its name.
    pub name: String,
    /// The day it was formed.
    pub formed_on: String,
    /// Its members.
    pub members: Vec<Member>,
    /// What it did, the earliest first.
    pub deeds: Vec<Deed>,
    /// The day it ended, with the result; none while it works.
    pub ended: Option<(String, String)>,
    /// Who formed it.
    pub by: String,
}

impl Group {
    /// The last day on which something is known of it.
    pub fn last_day(&self) -> &str {
        let days = self.deeds.iter().map(|deed| deed.done_on.as_str());
        days.chain([self.formed_on.as_str()]).max().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_are_read_a_line_each_and_a_line_without_an_office_is_refused() {
        let list = Member::list("张三，市人社局，组长\n\n李四, 市总工会\n").unwrap();
        assert_eq!((list.len(), list[0].part.as_str(), list[1].office.as_str()), (2, "组长", "市总工会"));
        assert_eq!(Member::list("张三"), None);
        assert_eq!(Member::list("，市人社局"), None);
        assert_eq!(Member::list(" \n"), Some(Vec::new()));
    }
}
