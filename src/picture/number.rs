//! Numbers as people read them.

/// A whole number with its thousands apart: `11,400,000`.
pub(crate) fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A finite number with four digits that mean something, without zeros at its end.
pub(crate) fn rounded(number: f64) -> String {
    let size = number.abs();
    if size == 0.0 {
        "0".to_string()
    } else if !(0.0001..1e15).contains(&size) {
        format!("{number:.2e}")
    } else if size >= 999.95 {
        let sign = if number < 0.0 { "-" } else { "" };
        format!("{sign}{}", thousands(size.round() as u64))
    } else {
        let decimals = (3 - size.log10().floor() as i32).max(0) as usize;
        let text = format!("{number:.decimals$}");
        text.trim_end_matches('0').trim_end_matches('.').to_string()
    }
}

/// A finite number that counts nothing, such as a year: without commas where it is whole.
pub(crate) fn place(number: f64) -> String {
    if number.fract() == 0.0 && number.abs() < 1e15 { format!("{number:.0}") } else { rounded(number) }
}
