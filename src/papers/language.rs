//! The language of a paper that does not say it.

use crate::model::{Block, BlockKind, language_code};

/// Characters of a piece of text that is looked at, and the most pieces of one paper. Pieces of prose of this size are told
/// without a fault where the detector knows the language; a piece costs about a tenth of a millisecond.
const PIECE: usize = 250;
const MOST_PIECES: usize = 5;

/// Fewer bytes of text tell nothing for sure: two hundred Latin letters, a hundred Cyrillic, sixty Chinese.
const LEAST: usize = 200;

/// The code of the language that a paper's text is in, if that is sure: pieces from its beginning to its end are looked
/// at, and four of five must be of the same language for certain. Two languages by turns are none.
pub fn detect_language(blocks: &[Block]) -> Option<String> {
    let prose = |block: &&Block| matches!(block.kind, BlockKind::Paragraph | BlockKind::ListItem);
    let prose: Vec<&str> = blocks.iter().filter(prose).map(|block| block.text.as_str()).collect();
    let every = || blocks.iter().map(|block| block.text.as_str()).collect();
    let texts: Vec<&str> = if length(&prose) < LEAST { every() } else { prose };
    let whole = length(&texts);
    if whole < LEAST {
        return None;
    }
    let pieces = (whole / (4 * PIECE)).clamp(1, MOST_PIECES);
    let mut found: Vec<whatlang::Lang> = Vec::new();
    for number in 0..pieces {
        let info = whatlang::detect(&piece(&texts, whole * number / pieces));
        found.extend(info.filter(whatlang::Info::is_reliable).map(|info| info.lang()));
    }
    let count = |lang: &whatlang::Lang| found.iter().filter(|other| *other == lang).count();
    let language = found.iter().max_by_key(|lang| count(lang))?;
    if count(language) * 5 < pieces * 4 { None } else { language_code(language.code()) }
}

fn length(texts: &[&str]) -> usize {
    texts.iter().map(|text| text.len()).sum()
}

/// About [`PIECE`] characters from byte `from` of the texts on, which are taken as one.
fn piece(texts: &[&str], mut from: usize) -> String {
    let (mut piece, mut room) = (String::new(), PIECE);
    for text in texts {
        if from >= text.len() {
            from -= text.len();
            continue;
        }
        for c in text.get(text.ceil_char_boundary(from)..).unwrap_or("").chars().take(room) {
            piece.push(c);
            room -= 1;
        }
        if room == 0 {
            break;
        }
        piece.push(' ');
        from = 0;
    }
    piece
}

#[cfg(test)]
mod tests {
    use super::*;

    fn language_of(paragraphs: &[&str]) -> Option<String> {
        let block = |text: &&str| Block {
            kind: BlockKind::Paragraph,
            text: text.to_string(),
            lines: Vec::new(),
            pages: Vec::new(),
            tokens: Vec::new(),
        };
        detect_language(&paragraphs.iter().map(block).collect::<Vec<_>>())
    }

    const ENGLISH: &str = "The commission met twice in the spring and asked the ministers of both sides to \
        agree upon a list of the bridges that were to be opened first. Nobody had thought of the ferries, which carried \
        more people than all the bridges together, and so the list had to be made again.";
    const FRENCH: &str = "La commission s'est réunie deux fois au printemps et a demandé aux ministres des deux \
        côtés de dresser une liste des ponts qu'il fallait ouvrir d'abord. Personne n'avait pensé aux bacs, qui \
        transportaient plus de monde que tous les ponts ensemble, et il a fallu refaire la liste.";

    #[test]
    fn a_language_is_told_where_it_is_sure() {
        assert_eq!(language_of(&[ENGLISH]).as_deref(), Some("en"));
        assert_eq!(language_of(&[FRENCH]).as_deref(), Some("fr"));
        assert_eq!(language_of(&[ENGLISH; 12]).as_deref(), Some("en"));
    }

    #[test]
    fn it_is_not_told_of_a_few_words_of_numbers_of_names_and_of_two_languages() {
        assert_eq!(language_of(&["The treaty."]), None);
        assert_eq!(language_of(&["1994 12.3 1995 14.5 1996 17.1; "; 20]), None);
        assert_eq!(language_of(&["A. Orlova, K. Brandt, J. Novák, P. Szabó, M. Ionescu, "; 8]), None);
        assert_eq!(language_of(&[[ENGLISH; 6], [FRENCH; 6]].concat()), None);
    }
}
