//! The one paper that somebody means.

use super::selection::glob;
use crate::error::{Error, Kind, Result};
use crate::index::{Manifest, PaperRecord};

/// How many papers an error names.
const NAMED: usize = 10;

/// The paper with this id, or the one paper whose id or name fits the glob, or
/// the one whose id holds the text; with its place in the manifest. `option` is
/// what errors call the place that `text` was given in.
///
/// # Errors
/// No such paper: the nearest ids are named. Several: they are named.
pub fn one_paper<'a>(manifest: &'a Manifest, option: &str, text: &str) -> Result<(u32, &'a PaperRecord)> {
    if let Some((at, paper)) = manifest.paper(text) {
        return Ok((at as u32, paper));
    }
    let fits = glob(option, text)?;
    let lower = text.to_lowercase();
    let by_glob = |paper: &PaperRecord| fits.is_match(&paper.id) || fits.is_match(name(paper));
    let by_part = |paper: &PaperRecord| !lower.is_empty() && paper.id.to_lowercase().contains(&lower);
    let fitting = |fits: &dyn Fn(&PaperRecord) -> bool| -> Vec<(u32, &'a PaperRecord)> {
        manifest.papers.iter().enumerate().filter(|(_, p)| fits(p)).map(|(at, p)| (at as u32, p)).collect()
    };
    let by_glob = fitting(&by_glob);
    let found = if by_glob.is_empty() { fitting(&by_part) } else { by_glob };
    let place = format!("{option} {text}");
    match found.as_slice() {
        [one] => Ok(*one),
        [] => Err(Error::new(Kind::Query, place, "there is no such paper").remedy(
            match nearest(manifest, text).as_str() {
                "" => "the index holds no papers".to_string(),
                near => format!("did you mean {near}? `kwic papers` lists them all"),
            },
        )),
        several => {
            let named: Vec<&str> = several.iter().take(NAMED).map(|(_, paper)| paper.id.as_str()).collect();
            let more = several.len().saturating_sub(NAMED);
            let more = if more > 0 { format!(" and {more} more") } else { String::new() };
            let cause = format!("{} papers fit", several.len());
            Err(Error::new(Kind::Query, place, cause).remedy(format!("name one of them: {}{more}", named.join(", "))))
        }
    }
}

/// The last part of a paper's id.
pub(super) fn name(paper: &PaperRecord) -> &str {
    paper.id.rsplit('/').next().unwrap_or("")
}

/// The three ids that are spelt most like `text`.
fn nearest(manifest: &Manifest, text: &str) -> String {
    let distance =
        |p: &PaperRecord| strsim::damerau_levenshtein(&p.id, text).min(strsim::damerau_levenshtein(name(p), text));
    let mut near: Vec<(usize, &str)> = manifest.papers.iter().map(|p| (distance(p), p.id.as_str())).collect();
    near.sort_unstable();
    near.iter().take(3).map(|(_, id)| format!("`{id}`")).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> std::result::Result<String, String> {
        let paper = |id: &str| PaperRecord { id: id.to_string(), ..PaperRecord::default() };
        let papers = ["1996-osce", "1996-osce-mission", "memos/1999-kosovo", "memos/2001-abm"].map(paper).to_vec();
        let manifest = Manifest { papers, ..Manifest::default() };
        one_paper(&manifest, "PAPER", text).map(|(_, paper)| paper.id.clone()).map_err(|error| error.to_string())
    }

    #[test]
    fn a_paper_is_named_by_its_id_a_glob_or_a_part_of_its_id() {
        assert_eq!(found("1996-osce"), Ok("1996-osce".into()));
        assert_eq!(found("*mission"), Ok("1996-osce-mission".into()));
        assert_eq!(found("2001-ABM"), Ok("memos/2001-abm".into()));
        assert_eq!(found("kosovo"), Ok("memos/1999-kosovo".into()));
    }

    #[test]
    fn several_papers_and_none_are_errors_that_name_ids() {
        let several = found("osce").unwrap_err();
        assert!(several.contains("2 papers fit") && several.contains("1996-osce, 1996-osce-mission"), "{several}");
        let none = found("kossovo").unwrap_err();
        assert!(none.contains("no such paper") && none.contains("did you mean"), "{none}");
        assert!(found("1999-kossovo").unwrap_err().contains("did you mean `memos/1999-kosovo`"));
        assert!(found("").is_err() && found("[").is_err());
    }
}
