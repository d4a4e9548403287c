//! From values to places on the page, and the ticks between.

use super::Value;
use super::canvas::SIZE;
use super::label::width;
use super::number::thousands;

/// No value beyond this is drawn: a span of two of them is still a finite number.
const LARGEST: f64 = 1e300;
/// Below this a value is drawn as zero: a part of it is still a number.
const SMALLEST: f64 = 1e-290;

/// An axis with its ends on ticks.
pub(super) struct Axis {
    low: f64,
    high: f64,
    /// Where on the page the ends are.
    pub from: f64,
    pub to: f64,
    /// Whether there is one place alone.
    pub alone: bool,
    /// The ticks, each with its label.
    pub ticks: Vec<(f64, String)>,
}

impl Axis {
    /// An axis of measures from the page's `from` to `to`, with zero and all `values` on it and at most `most`
    /// ticks, but for zero and one on either side of it.
    pub fn of_values(values: impl Iterator<Item = f64>, from: f64, to: f64, most: usize) -> Self {
        let (low, high) = values.fold((0.0, 0.0), |(low, high): (f64, f64), v| (low.min(v), high.max(v)));
        let (low, high) = if low < high { (low, high) } else { (0.0, 1.0) };
        let mut step = step((high - low) / most.max(1) as f64);
        let ends = |step: f64| ((low / step).floor(), (high / step).ceil());
        while ends(step).1 - ends(step).0 >= most.max(3) as f64 {
            step = self::step(step * 1.5);
        }
        let (first, last) = ends(step);
        let label = |v: f64| measure(v, step, low.abs().max(high.abs()));
        let ticks = (0..=(last - first) as usize).map(|at| (first + at as f64) * step).map(|v| (v, label(v))).collect();
        Axis { low: first * step, high: last * step, from, to, alone: false, ticks }
    }

    /// The same with as many ticks as have room for their labels beside each other.
    pub fn across(values: impl Iterator<Item = f64> + Clone, from: f64, to: f64) -> Self {
        let axis = |most: usize| Axis::of_values(values.clone(), from, to, most);
        let fits = |axis: &Axis| {
            let widest = axis.ticks.iter().map(|(_, label)| width(label, SIZE)).fold(0.0, f64::max);
            (widest + 14.0) * axis.ticks.len().saturating_sub(1) as f64 <= (to - from).abs()
        };
        (4..=8).rev().map(axis).find(fits).unwrap_or_else(|| axis(3))
    }

    /// An axis of places such as years, with ticks only between the outermost.
    pub fn of_places(places: impl Iterator<Item = f64> + Clone, from: f64, to: f64, most: usize) -> Self {
        let whole = places.clone().all(|x| x.fract() == 0.0);
        let (low, high) = places.fold((f64::MAX, f64::MIN), |(low, high), x| (low.min(x), high.max(x)));
        if low >= high {
            let middle = if low == high { low } else { 0.0 };
            let around = (middle / 10.0).abs().max(1.0);
            let ticks = vec![(middle, place(middle, 1.0))];
            return Axis { low: middle - around, high: middle + around, from, to, alone: true, ticks };
        }
        let step = step((high - low) / most.max(1) as f64).max(if whole { 1.0 } else { 0.0 });
        let (first, last) = ((low / step).ceil(), (high / step).floor());
        let ticks = (0..=(last - first).max(0.0) as usize).map(|at| (first + at as f64) * step);
        Axis { low, high, from, to, alone: false, ticks: ticks.map(|x| (x, place(x, step))).collect() }
    }

    /// The same axis, moved, without its ticks.
    pub fn shifted(&self, by: f64) -> Self {
        Axis { from: self.from + by, to: self.to + by, ticks: Vec::new(), ..*self }
    }

    /// Where on the page a value stands.
    pub fn at(&self, value: f64) -> f64 {
        self.from + (value - self.low) / (self.high - self.low) * (self.to - self.from)
    }
}

/// The smallest of 1, 2, 5, 10, 20 … and of 0.5, 0.2, 0.1 … that is not less than `least`.
fn step(least: f64) -> f64 {
    let power = 10f64.powf(least.log10().floor());
    let rounds = [1.0, 2.0, 5.0].map(|round| round * power);
    rounds.into_iter().find(|round| *round >= least * (1.0 - 1e-9)).unwrap_or(10.0 * power)
}

fn measure(value: f64, step: f64, largest: f64) -> String {
    if largest >= 1e7 || step < 1e-4 {
        let sign = if value < 0.0 { "−" } else { "" };
        let size = value.abs();
        return if value == 0.0 { "0".to_string() } else { format!("{sign}{}", short(format!("{size:.2e}"))) };
    }
    let decimals = decimals(step);
    let text = format!("{:.decimals$}", value.abs());
    let (whole, fraction) = text.split_once('.').map_or((text.as_str(), ""), |(whole, fraction)| (whole, fraction));
    let whole = whole.parse().map_or(whole.to_string(), thousands);
    let sign = if value < 0.0 && text.chars().any(|c| c.is_ascii_digit() && c != '0') { "−" } else { "" };
    let point = if fraction.is_empty() { "" } else { "." };
    format!("{sign}{whole}{point}{fraction}")
}

/// `2.50e6` as `2.5e6`.
fn short(text: String) -> String {
    let Some((digits, exponent)) = text.split_once('e') else { return text };
    format!("{}e{exponent}", digits.trim_end_matches('0').trim_end_matches('.'))
}

/// A year has no comma.
fn place(value: f64, step: f64) -> String {
    if value.abs() >= 1e15 {
        return short(format!("{value:.2e}"));
    }
    let decimals = if value.fract() == 0.0 && step >= 1.0 { 0 } else { decimals(step).min(6) };
    format!("{value:.decimals$}")
}

fn decimals(step: f64) -> usize {
    (-(step.log10() + 1e-9).floor()).max(0.0) as usize
}

/// The number, if it can be drawn.
pub(crate) fn drawable(number: f64) -> Option<f64> {
    (number.abs() <= LARGEST).then_some(if number.abs() < SMALLEST { 0.0 } else { number })
}

/// The value, if it can be drawn, with its interval, if that can be drawn.
pub(crate) fn drawn(value: &Option<Value>) -> Option<(f64, Option<(f64, f64)>)> {
    let value = (*value)?;
    let interval = value.interval.and_then(|i| Some((drawable(i.low)?, drawable(i.high)?)));
    Some((drawable(value.at)?, interval))
}

/// All numbers of a value that have to be on an axis.
pub(super) fn numbers(value: &Option<Value>) -> impl Iterator<Item = f64> + Clone + use<> {
    let drawn = drawn(value);
    let ends = drawn.and_then(|(_, interval)| interval);
    drawn.map(|(at, _)| at).into_iter().chain(ends.into_iter().flat_map(|(low, high)| [low, high]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(axis: &Axis) -> Vec<&str> {
        axis.ticks.iter().map(|(_, label)| label.as_str()).collect()
    }

    #[test]
    fn ticks_are_ones_twos_and_fives() {
        let axis = |values: &[f64]| Axis::of_values(values.iter().copied(), 0.0, 100.0, 5);
        assert_eq!(labels(&axis(&[3.0, 87.0])), ["0", "50", "100"]);
        assert_eq!(labels(&axis(&[0.31])), ["0.0", "0.1", "0.2", "0.3", "0.4"]);
        assert_eq!(labels(&axis(&[-1.2, 2.0])), ["−2", "−1", "0", "1", "2"]);
        assert_eq!(labels(&axis(&[3_900.0])), ["0", "1,000", "2,000", "3,000", "4,000"]);
        assert_eq!(labels(&axis(&[2e300])).last(), Some(&"2e300"));
        assert_eq!(labels(&axis(&[1e-9])).last(), Some(&"1e-9"));
        assert_eq!(labels(&axis(&[])), labels(&axis(&[0.0])));
        assert_eq!((axis(&[3.0, 87.0]).at(50.0), axis(&[]).at(1.0)), (50.0, 100.0));
    }

    #[test]
    fn a_year_has_no_comma_and_stands_between_the_first_and_the_last() {
        let axis = |places: &[f64]| Axis::of_places(places.iter().copied(), 0.0, 100.0, 4);
        assert_eq!(labels(&axis(&[1991.0, 2024.0])), ["2000", "2010", "2020"]);
        assert_eq!(labels(&axis(&[1991.0, 1993.0])), ["1991", "1992", "1993"]);
        assert_eq!((labels(&axis(&[1991.0])), axis(&[1991.0]).at(1991.0)), (vec!["1991"], 50.0));
        assert_eq!(labels(&axis(&[0.1, 0.4])), ["0.1", "0.2", "0.3", "0.4"]);
    }
}
