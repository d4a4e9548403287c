//! Strings in quotation marks, with their flags.

use super::expression::literal;
use super::reader::Reader;
use crate::error::Result;

/// A string in quotation marks with its flags.
pub(super) struct Quoted<'a> {
    /// What stands between the marks.
    raw: &'a str,
    /// The byte of the query at which that begins.
    pub at: usize,
    mark: char,
    /// `%l`, or `==` before it: no regular expression.
    pub literal: bool,
    pub ignore_case: bool,
    pub ignore_accents: bool,
}

impl Quoted<'_> {
    /// The string as a regular expression; each byte stands where it stands in the query.
    pub fn source(&self) -> String {
        let (mut source, mut chars) = (String::new(), self.raw.chars());
        while let Some(c) = chars.next() {
            match c {
                '\\' => source.extend([Some(c), chars.next()].into_iter().flatten()),
                '"' | '\'' if c == self.mark => {
                    chars.next();
                    source.extend(['\\', c]);
                }
                _ => source.push(c),
            }
        }
        source
    }

    /// The string as it stands, without the signs that keep a quotation mark from ending it.
    pub fn plain(&self) -> String {
        let (mut plain, source) = (String::new(), self.source());
        let mut chars = source.chars().peekable();
        while let Some(c) = chars.next() {
            let escaped = chars.next_if(|next| c == '\\' && matches!(next, '"' | '\'' | '\\'));
            plain.push(escaped.unwrap_or(c));
        }
        plain
    }

    /// The text that the string stands for, where it is no expression, or one without any sign of its own.
    pub fn text(&self) -> Option<String> {
        if self.literal { Some(self.plain()) } else { literal(&self.source()) }
    }
}

impl<'a> Reader<'a> {
    /// The string that comes next, if one does.
    pub fn quoted(&mut self) -> Result<Option<Quoted<'a>>> {
        let Some(mark) = self.peek().filter(|c| closing(*c).is_some()) else { return Ok(None) };
        let open = self.at;
        let start = open + mark.len_utf8();
        let Some(end) = self.end_of_string(start, mark) else {
            return Err(self.error(
                open,
                "this quotation mark is not closed",
                format!("close it with `{}`", name(mark)),
            ));
        };
        let raw = self.query.get(start..end).unwrap_or("");
        self.at = end + self.query.get(end..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        let mut quoted = Quoted { raw, at: start, mark, literal: false, ignore_case: false, ignore_accents: false };
        self.flags(&mut quoted)?;
        Ok(Some(quoted))
    }

    fn end_of_string(&self, start: usize, mark: char) -> Option<usize> {
        let closing = closing(mark)?;
        let mut chars = self.query.get(start..)?.char_indices().peekable();
        while let Some((at, c)) = chars.next() {
            if c == '\\' {
                chars.next();
            } else if closing.contains(&c) {
                // Doubled, the mark stands for itself.
                let doubled = matches!(mark, '"' | '\'') && chars.next_if(|(_, next)| *next == c).is_some();
                if !doubled {
                    return Some(start + at);
                }
            }
        }
        None
    }

    fn flags(&mut self, quoted: &mut Quoted<'_>) -> Result<()> {
        if !self.eat("%") {
            return Ok(());
        }
        let at = self.at;
        let letters: &str = self.rest().split(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
        for (offset, letter) in letters.char_indices() {
            match letter {
                'c' => quoted.ignore_case = true,
                'd' => quoted.ignore_accents = true,
                'l' => quoted.literal = true,
                _ => {
                    return Err(self.error(
                        at + offset,
                        format!("there is no flag `%{letter}`"),
                        "`%c` ignores case, `%d` accents, `%l` takes the string as it stands",
                    ));
                }
            }
        }
        self.at += letters.len();
        match letters.is_empty() {
            true => Err(self.error(at, "`%` wants a flag right behind it", "write it as in `\"treaty\"%c`")),
            false => Ok(()),
        }
    }
}

/// The marks that close what `open` opens.
fn closing(open: char) -> Option<&'static [char]> {
    Some(match open {
        '"' => &['"'],
        '\'' => &['\''],
        '“' | '”' | '„' => &['”', '“', '"'],
        '‘' => &['’', '\''],
        _ => return None,
    })
}

fn name(mark: char) -> char {
    match mark {
        '"' | '\'' => mark,
        '‘' => '’',
        _ => '”',
    }
}
