//! Patterns written as CQL.

use super::pattern::Pattern;
use super::test::{Form, TokenTest, Wanted};

impl Pattern {
    /// The pattern as CQL; `None` where it holds what this does not write: the stem of a word (CQL names stems
    /// themselves), labels, look-around and edges.
    ///
    /// ```
    /// use kwic::query::{Query, parse_cql, parse_simple};
    /// let pattern = parse_simple("(arms|weapons) control", false).unwrap();
    /// let cql = pattern.to_cql().unwrap();
    /// assert_eq!(cql, r#"([lc=="arms"] | [lc=="weapons"]) [lc=="control"]"#);
    /// assert_eq!(parse_cql(&cql).unwrap().spans, Query::from(pattern).spans);
    /// ```
    pub fn to_cql(&self) -> Option<String> {
        let all = |patterns: &[Pattern], sign: &str| {
            Some(patterns.iter().map(Pattern::to_cql).collect::<Option<Vec<_>>>()?.join(sign))
        };
        Some(match self {
            Pattern::Token(test) if is_writable(test) => test.to_string(),
            Pattern::Sequence(patterns) => all(patterns, " ")?,
            Pattern::Alternatives(patterns) => format!("({})", all(patterns, " | ")?),
            Pattern::Repeat { pattern, min, max } => {
                let inner = pattern.to_cql()?;
                let inner = if matches!(**pattern, Pattern::Sequence(_)) { format!("({inner})") } else { inner };
                format!("{inner}{{{min},{}}}", max.map(|max| max.to_string()).unwrap_or_default())
            }
            Pattern::Token(_) | Pattern::Label { .. } | Pattern::Here(_) | Pattern::Region { .. } => return None,
        })
    }
}

fn is_writable(test: &TokenTest) -> bool {
    test.form_tests().iter().all(|test| test.form != Form::Stem || !matches!(test.wanted, Wanted::Text(_)))
}
