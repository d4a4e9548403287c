//! One sign on a page.

/// One sign on a page, where it stands and what it says.
#[derive(Debug, Clone)]
pub(super) struct Glyph {
    /// What it says; U+FFFD where the file does not tell, empty where another sign says it.
    pub text: String,
    /// Where it begins, in points from the page's left edge as the page is looked at.
    pub x: f32,
    /// Its base line, in points from the page's upper edge.
    pub y: f32,
    /// How far the next sign is, in points.
    pub width: f32,
    /// Size of its letters in points.
    pub size: f32,
    pub bold: bool,
    pub turn: Turn,
    /// The file says that it belongs to the page and not to the text.
    pub artifact: bool,
}

/// Which way a line runs on its page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Turn {
    Right,
    Down,
    Left,
    Up,
    Slanted,
}

impl Turn {
    pub const ALL: [Turn; 5] = [Turn::Right, Turn::Down, Turn::Left, Turn::Up, Turn::Slanted];

    /// Of a line that goes so far to the right and so far down.
    pub fn of(right: f64, down: f64) -> Turn {
        // Three degrees.
        let along = |main: f64, other: f64| other.abs() <= main.abs() * 0.05;
        match () {
            () if along(right, down) => {
                if right >= 0.0 {
                    Turn::Right
                } else {
                    Turn::Left
                }
            }
            () if along(down, right) => {
                if down >= 0.0 {
                    Turn::Down
                } else {
                    Turn::Up
                }
            }
            () => Turn::Slanted,
        }
    }

    /// A place as it is seen when the page is turned so that its lines run to the right.
    pub fn seen(self, x: f64, y: f64) -> (f64, f64) {
        match self {
            Turn::Right | Turn::Slanted => (x, y),
            Turn::Down => (y, -x),
            Turn::Left => (-x, -y),
            Turn::Up => (-y, x),
        }
    }
}
