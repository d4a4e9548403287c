//! RTF as a stream of tokens (Rich Text Format Specification 1.9.1).

/// A piece of RTF.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// `{`
    Open,
    /// `}`
    Close,
    /// `\name` with its number, if there is one.
    Word(&'a str, Option<i32>),
    /// `\` and a character that is no letter.
    Symbol(u8),
    /// `\'hh`
    Byte(u8),
    /// Characters of text, in the encoding that holds there.
    Text(&'a [u8]),
}

/// The tokens of a file. What `\bin` announces is passed over.
pub(super) struct Tokens<'a> {
    bytes: &'a [u8],
    at: usize,
    /// The line of the token that came last, counted from 1.
    pub line: u32,
}

impl<'a> Tokens<'a> {
    pub fn new(bytes: &'a [u8]) -> Self {
        Tokens { bytes, at: 0, line: 1 }
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    /// Passes over bytes that are like the next one.
    fn run(&mut self, like: impl Fn(&u8) -> bool) -> &'a [u8] {
        let rest = self.bytes.get(self.at..).unwrap_or(&[]);
        let length = rest.iter().position(|b| !like(b)).unwrap_or(rest.len());
        self.at += length;
        rest.get(..length).unwrap_or(&[])
    }

    fn hex(&mut self) -> Token<'a> {
        let digits = self.bytes.get(self.at..self.at + 2).and_then(|two| std::str::from_utf8(two).ok());
        match digits.and_then(|two| u8::from_str_radix(two, 16).ok()) {
            Some(byte) => {
                self.at += 2;
                Token::Byte(byte)
            }
            None => Token::Symbol(b'\''),
        }
    }

    fn word(&mut self) -> Token<'a> {
        let name = std::str::from_utf8(self.run(u8::is_ascii_alphabetic)).unwrap_or("");
        let negative = self.peek() == Some(b'-');
        self.at += usize::from(negative);
        let digits = self.run(u8::is_ascii_digit);
        if negative && digits.is_empty() {
            self.at -= 1;
        }
        let value = |sum: i32, digit: &u8| sum.saturating_mul(10).saturating_add(i32::from(digit - b'0'));
        let number = digits.iter().fold(0, value);
        let number = (!digits.is_empty()).then_some(if negative { -number } else { number });
        if self.peek() == Some(b' ') {
            self.at += 1;
        }
        if let ("bin", Some(length)) = (name, number) {
            self.at = self.at.saturating_add(usize::try_from(length).unwrap_or(0)).min(self.bytes.len());
        }
        Token::Word(name, number)
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        while let Some(end @ (b'\n' | b'\r' | 0)) = self.peek() {
            self.line += u32::from(end == b'\n');
            self.at += 1;
        }
        let first = self.peek()?;
        if !matches!(first, b'{' | b'}' | b'\\') {
            return Some(Token::Text(self.run(|b| !matches!(b, b'{' | b'}' | b'\\' | b'\n' | b'\r' | 0))));
        }
        self.at += 1;
        Some(match (first, self.peek()) {
            (b'{', _) => Token::Open,
            (b'}', _) => Token::Close,
            (_, None) => return None,
            (_, Some(letter)) if letter.is_ascii_alphabetic() => self.word(),
            (_, Some(symbol)) => {
                self.at += 1;
                self.line += u32::from(symbol == b'\n');
                if symbol == b'\'' { self.hex() } else { Token::Symbol(symbol) }
            }
        })
    }
}
