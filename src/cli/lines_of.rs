//! The command that shows the lines behind a count.

use kwic::counts::Window;
use kwic::query::{Form, Layer};

use super::asked::Asked;

/// The command that shows the hits which have a word in their window; `None` where CQL cannot say so.
pub fn lines_of(asked: &Asked, window: &Window, form: &Form, word: &str, selection: &[String]) -> Option<String> {
    let query = if asked.is_cql { asked.text.clone() } else { asked.query.spans.patterns().first()?.to_cql()? };
    let word = format!("[{}==\"{}\"]", form.name(), word.replace('\\', "\\\\").replace('"', "\\\""));
    let cql = match &window.within {
        Layer::Section => {
            let before = format!("(?<= {word} []{{0,{}}}) {query}", window.left.saturating_sub(1));
            let behind = format!("{query} (?= []{{0,{}}} {word})", window.right.saturating_sub(1));
            match (window.left, window.right) {
                (0, _) => behind,
                (_, 0) => before,
                _ => format!("({before}) | ({behind})"),
            }
        }
        layer => format!("(meet ({query}) {word} {})", layer.name()),
    };
    let quoted = |text: &str| match text.chars().all(|c| c.is_ascii_alphanumeric() || "=-_./@:".contains(c)) {
        true => text.to_string(),
        false => format!("'{}'", text.replace('\'', "'\\''")),
    };
    let options = [vec!["--cql".to_string(), quoted(&cql)], selection.iter().map(|word| quoted(word)).collect()];
    Some(format!("kwic find {}", options.concat().join(" ")))
}
