//! The dictionary (词典) that says which characters make a word, loaded when first needed: about 25 MB that an idle program does not hold.
//!
//! Must never decide what matches: words are only a faster way to find what the characters already say.

use std::io::BufReader;
use std::sync::LazyLock;

use flate2::read::GzDecoder;
use jieba_rs::Jieba;

static PACKED: &[u8] = include_bytes!("../data/words.txt.gz");

static DICTIONARY: LazyLock<Jieba> = LazyLock::new(|| {
    let lines = BufReader::new(GzDecoder::new(PACKED));
    // A dictionary that cannot be read leaves every character a word of its own: slower, but complete.
    Jieba::with_dict(&mut { lines }).unwrap_or_else(|_| Jieba::empty())
});

/// The shortest word that gets a term of its own; two characters are a bigram anyway.
pub const MIN_TERM: usize = 3;

/// Cuts Chinese characters into words, each once, in order.
pub fn cut(han: &str) -> Vec<&str> {
    DICTIONARY.cut(han, false).into_iter().map(|token| token.word).collect()
}

/// Every dictionary word of at least [`MIN_TERM`] characters anywhere in these Chinese characters, overlaps included: (first character, word).
/// Because *every* one is found, a term query for such a word finds just what a phrase of its characters would.
pub fn long_words(han: &str) -> Vec<(usize, &str)> {
    let all = DICTIONARY.cut_all(han).into_iter();
    all.filter(|token| token.end - token.start >= MIN_TERM).map(|token| (token.start, token.word)).collect()
}

/// Whether [`long_words`] finds this word wherever it stands.
pub fn is_long_word(han: &str) -> bool {
    han.chars().nth(MIN_TERM - 1).is_some() && DICTIONARY.has_word(han)
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::*;

    #[test]
    fn words_are_cut_and_found_inside_longer_ones() {
        assert_eq!(cut("在建工程"), ["在建", "工程"]);
        let words: Vec<_> = long_words("阶段性降低失业保险费率").into_iter().map(|(_, word)| word).collect();
        assert_eq!(words, ["阶段性", "保险费", "保险费率"]);
    }

    /// The promise that lets one term stand for a phrase, for every word of the dictionary.
    #[test]
    fn every_long_word_is_found_between_any_neighbours() {
        let (mut seen, mut text) = (0, String::new());
        GzDecoder::new(PACKED).read_to_string(&mut text).unwrap();
        for line in text.lines() {
            let word = line.split(' ').next().unwrap();
            if word.chars().count() < MIN_TERM {
                continue;
            }
            seen += 1;
            assert!(is_long_word(word), "{word}");
            let text = format!("就{word}业");
            assert!(long_words(&text).contains(&(1, word)), "{word}");
        }
        assert!(seen > 150_000, "{seen}");
    }
}
