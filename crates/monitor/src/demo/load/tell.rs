//! The bulletin of the last month (月报): drafted by one person, judged, signed by another, published. It must never say anything of a real place: name and judgement say that it is made up.

use anye_base::Fault;

use super::{Loader, Person};
use crate::bulletin::desk::{Change, change, draft};
use crate::bulletin::model::{Bulletin, State};
use crate::bulletin::template::Template;

/// What the office makes of it: only what the scene of the demo puts in.
const JUDGEMENT: &str = "本期月报由演示程序按月报流程编发,全部数字为合成数据,不反映任何真实单位和地区。\n\
     演示情景设定年初受疫情冲击、部分企业复工未达产,岗位流失和预警处置情况见上文各表;请各地核实橙色、红色预警,办件按时限处置。";
/// The causes that the scene puts in, among those of the pack.
const CAUSES: [&str; 2] = ["epidemic", "capacity"];

impl Loader {
    pub(super) async fn tell(&self) -> Result<(), Fault> {
        let Some(last) = self.scale.periods().last().copied() else { return Ok(()) };
        // A pack without bulletins has none to show.
        let Some(template) = Template::of(&self.monitor.pack).map_err(Fault::internal)? else {
            return Ok(());
        };
        self.at(last, 15, 9)?;
        let officer = self.officer.on(&self.monitor.core);
        let mut one =
            draft(&self.monitor, &officer.caller(None), &last.to_string(), self.scale.root()).await?;
        if one.state == State::Draft {
            let causes = template.causes.into_iter().map(|cause| cause.id);
            let causes = causes.filter(|id| CAUSES.contains(&id.as_str())).collect();
            one = self.done(&self.officer, &one, Change::Judge(JUDGEMENT.to_owned(), causes)).await?;
            self.at(last, 15, 15)?;
            one = self.done(&self.leader, &one, Change::Sign(None)).await?;
        }
        if one.state == State::Signed {
            self.at(last, 15, 16)?;
            self.done(&self.leader, &one, Change::Publish).await?;
        }
        Ok(())
    }

    async fn done(&self, by: &Person, one: &Bulletin, what: Change) -> Result<Bulletin, Fault> {
        let asking = by.on(&self.monitor.core);
        change(&self.monitor, &asking.caller(None), &one.id, one.row_version, what).await
    }
}
