//! How often the 95 % intervals of `kwic compare` hold the true rate: 93 to 97 in 100 is what they promise.
//!
//! ```text
//! cargo bench --bench coverage [-- ROUNDS]
//! ```
//!
//! Papers are drawn from a law whose rate is known, in several shapes and numbers, and the interval is taken each time.
//! Beside the share of intervals that hold the rate stands how often an interval was given at all.
#![allow(clippy::print_stdout, missing_docs)]

use kwic::stats::{Paper, rate_interval};
use rayon::prelude::*;

const RATE: f64 = 0.002;
const RESAMPLES: usize = 2000;
const NUMBERS: [usize; 6] = [5, 8, 14, 30, 80, 200];

/// A law of papers: its name, what it is like, the true rate, and how one paper is drawn.
type Shape = (&'static str, &'static str, f64, fn(&mut Dice) -> Paper);

const SHAPES: [Shape; 7] = [
    ("even", "papers of one rate, hits at random", RATE, |dice| {
        let tokens = dice.tokens();
        dice.paper(RATE, tokens)
    }),
    ("differing", "papers' rates spread exponentially", RATE, |dice| {
        let (tokens, rate) = (dice.tokens(), RATE * dice.exponential());
        dice.paper(rate, tokens)
    }),
    ("skewed", "a few papers have most: rates as the square of an exponential", RATE, |dice| {
        let (tokens, rate) = (dice.tokens(), RATE / 2.0 * dice.exponential().powi(2));
        dice.paper(rate, tokens)
    }),
    ("bursty", "a third of the papers treat of it, the others never name it", RATE, |dice| {
        let (tokens, treats, rate) = (dice.tokens(), dice.uniform() < 1.0 / 3.0, 3.0 * RATE * dice.exponential());
        dice.paper(if treats { rate } else { 0.0 }, tokens)
    }),
    ("rare", "about one hit a paper", RATE / 10.0, |dice| {
        let (tokens, rate) = (dice.tokens(), RATE / 10.0 * dice.exponential());
        dice.paper(rate, tokens)
    }),
    ("sizes", "papers of very different lengths (log-normal)", RATE, |dice| {
        let (tokens, rate) = (50 + (3000.0 * dice.normal().exp()) as u64, RATE * dice.exponential());
        dice.paper(rate, tokens)
    }),
    ("share", "a query's share, one in four, of the hits of two", 0.25, |dice| {
        let (own, other) = (dice.exponential(), 3.0 * dice.exponential());
        let (own, other) = (dice.poisson(5.0 * own), dice.poisson(5.0 * other));
        Paper { hits: own, tokens: own + other }
    }),
];

fn main() {
    let rounds = std::env::args().filter_map(|argument| argument.parse().ok()).next().unwrap_or(2000);
    println!("percent of 95 % intervals that hold the true rate (percent of {rounds} samples that have an interval)");
    println!("{:10}{}", "papers", NUMBERS.map(|number| format!("{number:>12}")).concat());
    for (name, what, rate, draw) in SHAPES {
        let cells = NUMBERS.map(|number| coverage(number, rate, draw, rounds));
        println!("{name:10}{}   {what}", cells.concat());
    }
}

fn coverage(papers: usize, rate: f64, draw: fn(&mut Dice) -> Paper, rounds: u64) -> String {
    let interval = |round: u64| {
        let mut dice = Dice { seed: round, drawn: 0 };
        let papers: Vec<Paper> = (0..papers).map(|_| draw(&mut dice)).collect();
        rate_interval(&papers, RESAMPLES, 0.95, round)
    };
    let given: Vec<_> = (0..rounds).into_par_iter().filter_map(interval).collect();
    let held = given.iter().filter(|interval| (interval.low..=interval.high).contains(&rate)).count();
    let percent = |part: usize, whole: f64| 100.0 * part as f64 / whole;
    format!("{:>6.1} ({:>3.0})", percent(held, given.len() as f64), percent(given.len(), rounds as f64))
}

/// Random numbers that are not those of the draws.
struct Dice {
    seed: u64,
    drawn: u64,
}

impl Dice {
    /// From 0 to 1, both left out.
    fn uniform(&mut self) -> f64 {
        self.drawn += 1;
        (xxhash_rust::xxh3::xxh3_64_with_seed(&self.drawn.to_le_bytes(), self.seed) as f64 + 0.5) / 2f64.powi(64)
    }

    /// With mean 1.
    fn exponential(&mut self) -> f64 {
        -self.uniform().ln()
    }

    /// With mean 0 and deviation 1, by Box and Muller.
    fn normal(&mut self) -> f64 {
        (2.0 * self.exponential()).sqrt() * (std::f64::consts::TAU * self.uniform()).cos()
    }

    fn poisson(&mut self, mean: f64) -> u64 {
        let (mut time, mut count) = (self.exponential(), 0);
        while time < mean {
            time += self.exponential();
            count += 1;
        }
        count
    }

    fn tokens(&mut self) -> u64 {
        1000 + (self.uniform() * 8000.0) as u64
    }

    fn paper(&mut self, rate: f64, tokens: u64) -> Paper {
        Paper { hits: self.poisson(rate * tokens as f64), tokens }
    }
}
