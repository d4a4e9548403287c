//! Many short strings in one piece of memory.

/// Strings by number, one after the other in one piece of memory.
///
/// ```
/// let mut list = kwic::model::WordList::default();
/// list.push("arms");
/// list.push("control");
/// assert_eq!((list.get(1), list.get(2), list.len()), ("control", "", 2));
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WordList {
    text: String,
    /// Where each string ends.
    ends: Vec<usize>,
}

impl WordList {
    /// Adds a string behind the others.
    pub fn push(&mut self, word: &str) {
        self.push_with(|text| text.push_str(word));
    }

    /// Adds the string that `write` appends to what it is given.
    pub fn push_with(&mut self, write: impl FnOnce(&mut String)) {
        write(&mut self.text);
        self.ends.push(self.text.len());
    }

    /// String `number`; empty where there is none.
    #[inline]
    pub fn get(&self, number: u32) -> &str {
        let number = number as usize;
        let start = number.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        self.ends.get(number).and_then(|&end| self.text.get(start..end)).unwrap_or("")
    }

    /// How many strings there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The strings in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &str> {
        (0..self.len() as u32).map(|number| self.get(number))
    }

    /// About how many bytes it takes in memory.
    pub fn memory(&self) -> usize {
        self.text.capacity() + self.ends.capacity() * size_of::<usize>()
    }
}
