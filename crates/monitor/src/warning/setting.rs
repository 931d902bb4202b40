//! What the pack says about the month close (`warning.toml`): which items it reads, who is told, the key groups. It must never hold a threshold the texts leave open.

use anye_casework::model::Words;
use anye_pack::Pack;
use serde::Deserialize;

/// The setting of the pack in use.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Setting {
    /// Forms whose panel is estimated.
    #[serde(default)]
    pub panel: Vec<Panel>,
    /// Who is told of abnormal changes.
    #[serde(default)]
    pub recipient: Vec<Recipient>,
    /// Key groups.
    #[serde(default)]
    pub group: Vec<Group>,
}

/// A form whose panel is estimated.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Panel {
    /// The form.
    pub form: String,
    /// Its item with the headcount.
    pub headcount: String,
    /// Its item with the headcount at the base date.
    pub base: String,
    /// What says that an employer is closed.
    pub closed: Option<Closed>,
    /// The light shown first.
    pub main: String,
    /// Below so many reporters a figure gets no light.
    pub least_reporters: u32,
    /// Periods ahead.
    pub ahead: usize,
    /// Interval of the forecast in per cent.
    pub interval: u32,
    /// Level of the trigger of Sahm's kind, in points; none where nobody set it.
    pub trigger: Option<String>,
    /// Who set it, for readers of the file.
    #[serde(default, rename = "trigger_by")]
    _trigger_by: Option<Name>,
}

/// An item and its code.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Closed {
    /// Item.
    pub item: String,
    /// Code.
    pub code: String,
}

/// Who is told.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recipient {
    /// Id.
    pub id: String,
    /// Name.
    pub name: Name,
    /// Where the text says so.
    pub cite: String,
}

/// A key group.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Group {
    /// Id, for readers of the file.
    #[serde(rename = "id")]
    _id: String,
    /// Name.
    pub name: Name,
    /// Lights that watch it.
    pub lights: Vec<String>,
}

/// A name in both languages.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Name {
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

impl Name {
    /// As casework writes it.
    pub fn words(&self) -> Words {
        Words::new(&self.zh, &self.en)
    }
}

impl Setting {
    /// Of a pack; nothing where it says nothing.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn of(pack: &Pack) -> Result<Self, String> {
        let Some(bytes) = pack.file("warning.toml") else { return Ok(Self::default()) };
        let text = std::str::from_utf8(bytes).map_err(|cause| format!("warning.toml: {cause}"))?;
        toml::from_str(text).map_err(|cause| format!("warning.toml: {cause}"))
    }

    /// What is said of a form's panel.
    pub fn panel(&self, form: &str) -> Option<&Panel> {
        self.panel.iter().find(|one| one.form == form)
    }
}

#[cfg(test)]
mod tests {
    use anye_pack::Source;

    use super::*;

    /// Every item and light that the setting names is one of the pack, and the two recipients of the text are there.
    #[test]
    fn the_pack_fits_itself() {
        let pack = Pack::load(&Source::Embedded).unwrap();
        let setting = Setting::of(&pack).unwrap();
        let catalogue = pack.reporting().0;
        for panel in &setting.panel {
            let form = catalogue.form(&panel.form).unwrap();
            let closed = panel.closed.iter().map(|one| one.item.as_str());
            for item in [panel.headcount.as_str(), panel.base.as_str()].into_iter().chain(closed) {
                assert!(form.column(item).is_some(), "{item}");
            }
            assert!(catalogue.light(&panel.main).is_some() && panel.trigger.is_none());
        }
        for light in setting.group.iter().flat_map(|group| &group.lights) {
            assert!(catalogue.light(light).is_some(), "{light}");
        }
        assert_eq!(setting.recipient.len(), 2);
    }
}
