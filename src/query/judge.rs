//! Whether a constraint holds of a match.

use super::pattern::Edge;
use super::spans::{Comparison, Constraint, Term};
use super::test::{Form, Regular};
use crate::model::Span;

/// What a constraint asks of a match.
pub trait Matched {
    /// The tokens that a label stands for; `None` where the match has not set it.
    fn label(&self, name: &str) -> Option<Span>;
    /// A form of the tokens of a span, one space between them; `None` where one of them has not the annotation.
    fn text(&self, form: &Form, span: Span) -> Option<String>;
    /// What is known of the paper or section under a name.
    fn fact(&self, name: &str) -> Vec<String>;
}

type Passes = Box<dyn Fn(&str) -> bool + Send + Sync>;

/// A constraint with its regular expressions compiled.
pub struct Judge {
    constraint: Constraint,
    expressions: Vec<(Regular, Passes)>,
}

enum Value<'a> {
    Nothing,
    Number(f64),
    Texts(Vec<String>),
    Expression(&'a Regular),
}

impl Judge {
    /// A judge of `constraint`.
    pub fn new(constraint: &Constraint) -> Self {
        let mut expressions = Vec::new();
        gather(constraint, &mut expressions);
        Judge { constraint: constraint.clone(), expressions }
    }

    /// Whether the constraint holds.
    pub fn holds(&self, matched: &dyn Matched) -> bool {
        self.part_holds(&self.constraint, matched)
    }

    fn part_holds(&self, part: &Constraint, matched: &dyn Matched) -> bool {
        match part {
            Constraint::All(parts) => parts.iter().all(|part| self.part_holds(part, matched)),
            Constraint::Any(parts) => parts.iter().any(|part| self.part_holds(part, matched)),
            Constraint::Not(part) => !self.part_holds(part, matched),
            Constraint::IsSet(label) => matched.label(label).is_some(),
            Constraint::Compare(left, comparison, right) => {
                self.compare(&value(left, matched), *comparison, &value(right, matched))
            }
        }
    }

    fn compare(&self, left: &Value<'_>, comparison: Comparison, right: &Value<'_>) -> bool {
        use Value::{Expression, Nothing, Number, Texts};
        match (left, right) {
            (Nothing, _) | (_, Nothing) => false,
            (Number(a), Number(b)) => ordered(a.partial_cmp(b), comparison),
            (Expression(_) | Number(_), Texts(_)) => self.compare(right, mirrored(comparison), left),
            (Texts(texts), Number(number)) => {
                let numbers: Vec<f64> = texts.iter().filter_map(|t| t.trim().parse().ok()).collect();
                one_of(&numbers, comparison, |n, comparison| ordered(n.partial_cmp(number), comparison))
            }
            (Texts(texts), Expression(regular)) => one_of(texts, comparison, |text, comparison| match comparison {
                Comparison::Equal => self.matches(regular, text),
                _ => ordered(Some(text.as_str().cmp(&regular.source)), comparison),
            }),
            (Texts(texts), Texts(others)) => one_of(texts, comparison, |text, comparison| {
                others.iter().any(|other| ordered(Some(text.cmp(other)), comparison))
            }),
            (Number(number), Expression(regular)) => {
                regular.source.trim().parse().is_ok_and(|n| ordered(number.partial_cmp(&n), comparison))
            }
            (Expression(_), Number(_)) => self.compare(right, mirrored(comparison), left),
            (Expression(a), Expression(b)) => ordered(Some(a.source.cmp(&b.source)), comparison),
        }
    }

    fn matches(&self, regular: &Regular, text: &str) -> bool {
        self.expressions.iter().find(|(known, _)| known == regular).is_some_and(|(_, passes)| passes(text))
    }
}

/// Whether a comparison holds of one of the values; `!=` holds where `=` does of none, and there is one.
fn one_of<T>(values: &[T], comparison: Comparison, holds: impl Fn(&T, Comparison) -> bool) -> bool {
    match comparison {
        Comparison::Unequal => !values.is_empty() && !values.iter().any(|value| holds(value, Comparison::Equal)),
        _ => values.iter().any(|value| holds(value, comparison)),
    }
}

fn ordered(ordering: Option<std::cmp::Ordering>, comparison: Comparison) -> bool {
    ordering.is_some_and(|ordering| match comparison {
        Comparison::Equal => ordering.is_eq(),
        Comparison::Unequal => ordering.is_ne(),
        Comparison::Less => ordering.is_lt(),
        Comparison::AtMost => ordering.is_le(),
        Comparison::Greater => ordering.is_gt(),
        Comparison::AtLeast => ordering.is_ge(),
    })
}

fn mirrored(comparison: Comparison) -> Comparison {
    match comparison {
        Comparison::Less => Comparison::Greater,
        Comparison::AtMost => Comparison::AtLeast,
        Comparison::Greater => Comparison::Less,
        Comparison::AtLeast => Comparison::AtMost,
        same => same,
    }
}

fn value<'a>(term: &'a Term, matched: &dyn Matched) -> Value<'a> {
    let number = |number: Option<f64>| number.map_or(Value::Nothing, Value::Number);
    match term {
        Term::Text(regular) => Value::Expression(regular),
        Term::Form { label, form } => {
            let text = matched.label(label).and_then(|span| matched.text(form, span));
            text.map_or(Value::Nothing, |text| Value::Texts(vec![text]))
        }
        Term::Fact { label, name } => {
            let annotation = || matched.text(&Form::Annotation(name.as_str().into()), matched.label(label)?);
            match annotation().map_or_else(|| matched.fact(name), |text| vec![text]) {
                values if values.is_empty() => Value::Nothing,
                values => Value::Texts(values),
            }
        }
        other => number(arithmetic(other, matched)),
    }
}

fn arithmetic(term: &Term, matched: &dyn Matched) -> Option<f64> {
    let start = |label: &str| matched.label(label).map(|span| f64::from(span.start));
    Some(match term {
        Term::Number(number) => *number,
        Term::Position { label, edge: Edge::Start } => start(label)?,
        Term::Position { label, edge: Edge::End } => f64::from(matched.label(label)?.end) - 1.0,
        Term::Distance { from, to, absolute } => {
            let distance = start(to)? - start(from)?;
            if *absolute { distance.abs() } else { distance }
        }
        Term::Sum(left, right) => arithmetic(left, matched)? + arithmetic(right, matched)?,
        Term::Difference(left, right) => arithmetic(left, matched)? - arithmetic(right, matched)?,
        text => match value(text, matched) {
            Value::Texts(texts) => texts.first()?.trim().parse().ok()?,
            _ => return None,
        },
    })
}

fn gather(part: &Constraint, expressions: &mut Vec<(Regular, Passes)>) {
    match part {
        Constraint::All(parts) | Constraint::Any(parts) => parts.iter().for_each(|part| gather(part, expressions)),
        Constraint::Not(part) => gather(part, expressions),
        Constraint::IsSet(_) => {}
        Constraint::Compare(left, _, right) => {
            for term in [left, right] {
                if let Term::Text(regular) = term {
                    expressions.push((regular.clone(), regular.predicate()));
                }
            }
        }
    }
}
