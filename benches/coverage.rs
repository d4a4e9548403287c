//! How often the 95 % intervals of `kwic compare` hold the true rate: 93 to 97 in 100 is what they promise.
//!
//! ```text
//! cargo bench --bench coverage [-- ROUNDS]
//! ```
//!
//! Papers are drawn from a law whose rate is known, in several shapes and numbers, and the interval is taken each time.
//! Beside the share of intervals that hold the rate stand how often an interval was given at all, and how many times
//! the true rate its upper end is in the middle of all rounds.
#![allow(clippy::print_stdout, missing_docs)]

use kwic::stats::{Paper, percentile, rate_interval};
use rayon::prelude::*;

const RATE: f64 = 0.002;
const RESAMPLES: usize = 2000;
const NUMBERS: [usize; 6] = [5, 10, 14, 20, 50, 200];

/// A law of papers: its name, what it is like, the true rate, and how one paper is drawn.
type Shape = (&'static str, &'static str, f64, fn(&mut Dice) -> Paper);

const SHAPES: [Shape; 14] = [
    ("even", "papers of one rate, hits at random (Poisson)", RATE, |dice| {
        let tokens = dice.tokens();
        dice.paper(RATE, tokens)
    }),
    ("even lengths", "the same, papers of very different lengths (log-normal, sigma 1)", RATE, |dice| {
        let tokens = dice.lengths();
        dice.paper(RATE, tokens)
    }),
    ("differing", "papers' rates spread exponentially", RATE, |dice| {
        let (tokens, rate) = (dice.tokens(), RATE * dice.exponential());
        dice.paper(rate, tokens)
    }),
    ("differing lengths", "the same, lengths log-normal", RATE, |dice| {
        let (tokens, rate) = (dice.lengths(), RATE * dice.exponential());
        dice.paper(rate, tokens)
    }),
    ("gamma", "rates by a gamma law of shape 0.3: hits negative binomial of size 0.3", RATE, |dice| {
        let (tokens, rate) = (dice.tokens(), RATE / 0.3 * dice.gamma(0.3));
        dice.paper(rate, tokens)
    }),
    ("gamma lengths", "the same, lengths log-normal", RATE, |dice| {
        let (tokens, rate) = (dice.lengths(), RATE / 0.3 * dice.gamma(0.3));
        dice.paper(rate, tokens)
    }),
    ("zeros", "seven of ten papers never name it, the others all at one rate", RATE, |dice| {
        let (tokens, rate) = (dice.tokens(), dice.named_by(0.3, RATE / 0.3));
        dice.paper(rate, tokens)
    }),
    ("zeros lengths", "the same, lengths log-normal", RATE, |dice| {
        let (tokens, rate) = (dice.lengths(), dice.named_by(0.3, RATE / 0.3));
        dice.paper(rate, tokens)
    }),
    ("skewed", "a few papers have most: rates as the square of an exponential", RATE, |dice| {
        let (tokens, rate) = (dice.tokens(), RATE / 2.0 * dice.exponential().powi(2));
        dice.paper(rate, tokens)
    }),
    ("skewed lengths", "the same, lengths log-normal", RATE, |dice| {
        let (tokens, rate) = (dice.lengths(), RATE / 2.0 * dice.exponential().powi(2));
        dice.paper(rate, tokens)
    }),
    ("bursty", "a third of the papers treat of it, the others never name it", RATE, |dice| {
        let (tokens, rate) = (dice.tokens(), dice.named_by(1.0 / 3.0, 3.0 * RATE) * dice.exponential());
        dice.paper(rate, tokens)
    }),
    ("rare", "about one hit a paper", RATE / 10.0, |dice| {
        let (tokens, rate) = (dice.tokens(), RATE / 10.0 * dice.exponential());
        dice.paper(rate, tokens)
    }),
    ("share", "a query's share, one in four, of the hits of two", 0.25, |dice| dice.share(1.0, 3.0)),
    ("most", "a query's share, three in four, of the hits of two", 0.75, |dice| dice.share(3.0, 1.0)),
];

fn main() {
    let rounds = std::env::args().filter_map(|argument| argument.parse().ok()).next().unwrap_or(2000);
    println!("percent of 95 % intervals that hold the true rate (percent of {rounds} samples that have an interval)");
    println!("and the median of how many times the true rate the upper end is");
    println!("{:18}{}", "papers", NUMBERS.map(|number| format!("{number:>18}")).concat());
    for (name, what, rate, draw) in SHAPES {
        let cells = NUMBERS.map(|number| coverage(number, rate, draw, rounds));
        println!("{name:18}{}   {what}", cells.concat());
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
    let reach: Vec<f64> = given.iter().map(|interval| interval.high / rate).collect();
    let (held, share) = (percent(held, given.len() as f64), percent(given.len(), rounds as f64));
    format!("{held:>6.1} ({share:>3.0}) {:>4.1}", percentile(&reach, 0.5).unwrap_or(f64::NAN))
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

    /// Marsaglia and Tsang 2000, A simple method for generating gamma variables; of a shape below 1 by that above it.
    fn gamma(&mut self, shape: f64) -> f64 {
        let d = shape + 1.0 - 1.0 / 3.0;
        loop {
            let (normal, uniform) = (self.normal(), self.uniform());
            let v = (1.0 + normal / (9.0 * d).sqrt()).powi(3);
            if v > 0.0 && uniform.ln() < normal * normal / 2.0 + d - d * v + d * v.ln() {
                return d * v * self.uniform().powf(1.0 / shape);
            }
        }
    }

    fn tokens(&mut self) -> u64 {
        1000 + (self.uniform() * 8000.0) as u64
    }

    /// Log-normal with sigma 1.
    fn lengths(&mut self) -> u64 {
        50 + (3000.0 * self.normal().exp()) as u64
    }

    /// The rate in so many of the papers, 0 in the others.
    fn named_by(&mut self, share: f64, rate: f64) -> f64 {
        if self.uniform() < share { rate } else { 0.0 }
    }

    /// Of the hits of two queries those of the first.
    fn share(&mut self, own: f64, other: f64) -> Paper {
        let (own, other) = (5.0 * own * self.exponential(), 5.0 * other * self.exponential());
        let own = self.poisson(own);
        Paper { hits: own, tokens: own + self.poisson(other) }
    }

    fn paper(&mut self, rate: f64, tokens: u64) -> Paper {
        Paper { hits: self.poisson(rate * tokens as f64), tokens }
    }
}
