//! The words of the product in both languages, from Fluent catalogues that each crate brings along.
//!
//! A key that is missing in one language is found by a test over all catalogues and templates, not by a reader.

use std::collections::BTreeSet;
use std::sync::Arc;

use anye_base::{Fault, FieldFault, Lang};
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};

/// A catalogue file: its language and its text.
pub type Source = (Lang, &'static str);

/// The messages of this crate.
pub const MESSAGES: [Source; 2] =
    [(Lang::Zh, include_str!("../i18n/zh.ftl")), (Lang::En, include_str!("../i18n/en.ftl"))];

/// All words in both languages.
pub struct Catalogue {
    zh: FluentBundle<FluentResource>,
    en: FluentBundle<FluentResource>,
    keys: [BTreeSet<String>; 2],
}

impl Catalogue {
    /// Reads the catalogues; the error names what cannot be read. A key that comes twice takes the later words.
    pub fn build(sources: &[Source]) -> Result<Self, String> {
        let (mut zh, mut en) = (bundle("zh-CN")?, bundle("en")?);
        let mut keys = [BTreeSet::new(), BTreeSet::new()];
        for (lang, text) in sources {
            let resource = FluentResource::try_new((*text).to_owned())
                .map_err(|(_, errors)| format!("catalogue {}: {errors:?}", lang.code()))?;
            keys[*lang as usize].extend(message_keys(text));
            let into = if *lang == Lang::Zh { &mut zh } else { &mut en };
            // Two crates may word the same code: the later one speaks closer to the reader.
            into.add_resource_overriding(resource);
        }
        Ok(Self { zh, en, keys })
    }

    /// The keys of one language.
    pub fn keys(&self, lang: Lang) -> &BTreeSet<String> {
        &self.keys[lang as usize]
    }

    fn format(&self, lang: Lang, key: &str, args: &FluentArgs<'_>) -> Option<String> {
        let bundle = if lang == Lang::Zh { &self.zh } else { &self.en };
        let pattern = bundle.get_message(key)?.value()?;
        let mut errors = Vec::new();
        Some(bundle.format_pattern(pattern, Some(args), &mut errors).into_owned())
    }
}

fn bundle(code: &str) -> Result<FluentBundle<FluentResource>, String> {
    let id = code.parse::<unic_langid::LanguageIdentifier>().map_err(|cause| cause.to_string())?;
    let mut bundle = FluentBundle::new_concurrent(vec![id]);
    // Isolation marks would end up in copied text and in exported files.
    bundle.set_use_isolating(false);
    Ok(bundle)
}

fn message_keys(text: &str) -> impl Iterator<Item = String> + '_ {
    text.lines().filter_map(|line| {
        let (key, _) = line.split_once('=')?;
        let key = key.trim_end();
        let plain = key.starts_with(|first: char| first.is_ascii_lowercase());
        (plain && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_'))
            .then(|| key.to_owned())
    })
}

/// The words in one reader's language.
#[derive(Clone)]
pub struct Texts {
    /// The language.
    pub lang: Lang,
    catalogue: Arc<Catalogue>,
}

impl Texts {
    /// The words in a language.
    pub fn new(catalogue: Arc<Catalogue>, lang: Lang) -> Self {
        Self { lang, catalogue }
    }

    /// A text.
    pub fn t(&self, key: &str) -> String {
        self.args::<&str>(key, &[])
    }

    /// A text with one value.
    pub fn t1(&self, key: &str, name: &str, value: impl std::fmt::Display) -> String {
        self.args(key, &[(name, value.to_string())])
    }

    /// A text with two values.
    pub fn t2(
        &self,
        key: &str,
        name: &str,
        value: impl std::fmt::Display,
        second: &str,
        second_value: impl std::fmt::Display,
    ) -> String {
        self.args(key, &[(name, value.to_string()), (second, second_value.to_string())])
    }

    /// A text with values. Whole numbers take part in plural choice.
    pub fn args<V: AsRef<str>>(&self, key: &str, values: &[(&str, V)]) -> String {
        let mut args = FluentArgs::new();
        for (name, value) in values {
            let text = value.as_ref();
            match text.parse::<i64>() {
                // Long digit strings are identifiers: as numbers they would be regrouped.
                Ok(number) if text.len() < 7 && number.to_string() == text => {
                    args.set(*name, FluentValue::from(number))
                }
                _ => args.set(*name, FluentValue::from(text.to_owned())),
            }
        }
        self.catalogue.format(self.lang, key, &args).unwrap_or_else(|| format!("⟦{key}⟧"))
    }

    /// Whether there is such a text.
    pub fn has(&self, key: &str) -> bool {
        self.catalogue.keys(self.lang).contains(key)
    }

    /// What happened, in words.
    pub fn fault(&self, fault: &Fault) -> String {
        self.args(&format!("error-{}", fault.code), &fault.args)
    }

    /// What is wrong with a field, in words.
    pub fn field_fault(&self, fault: &FieldFault) -> String {
        self.args(&format!("error-{}", fault.code), &fault.args)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_key_shows_and_values_fill_in() {
        let catalogue = Catalogue::build(&[(
            Lang::En,
            "found = { $n ->\n    [one] one document\n   *[other] { $n } documents\n}\n",
        )])
        .unwrap();
        let texts = Texts::new(Arc::new(catalogue), Lang::En);
        assert_eq!(texts.t1("found", "n", 1), "one document");
        assert_eq!(texts.t1("found", "n", 12), "12 documents");
        assert_eq!(texts.t("absent"), "⟦absent⟧");
    }

    #[test]
    fn both_languages_have_the_same_keys() {
        let catalogue = Catalogue::build(&MESSAGES).unwrap();
        assert_eq!(catalogue.keys(Lang::Zh), catalogue.keys(Lang::En));
    }
}
