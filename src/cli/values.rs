//! Values of options: sizes, fields.

/// Reads `512MB`, `1GB`, `64MiB`, or bytes.
pub fn bytes(text: &str) -> Result<u64, String> {
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let unit = match text.get(digits.len()..).unwrap_or("").to_lowercase().as_str() {
        "" | "b" => 1,
        "k" | "kb" => 1_000,
        "m" | "mb" => 1_000_000,
        "g" | "gb" => 1_000_000_000,
        "kib" => 1 << 10,
        "mib" => 1 << 20,
        "gib" => 1 << 30,
        unit => return Err(format!("`{unit}` is no unit; write 64MB, 512MB or 1GB")),
    };
    let number: u64 = digits.trim().parse().map_err(|_| "write a whole number and a unit, as 512MB".to_string())?;
    Ok(number.saturating_mul(unit))
}

/// Memory for a build.
pub fn memory(text: &str) -> Result<usize, String> {
    match bytes(text)? {
        0..32_000_000 => Err("a build takes at least 32MB".to_string()),
        bytes => Ok(usize::try_from(bytes).unwrap_or(usize::MAX)),
    }
}

/// Reads `FIELD=VALUE`, the field in lower case.
pub fn field_and_value(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((field, value)) if !field.trim().is_empty() => Ok((field.trim().to_lowercase(), value.trim().to_string())),
        _ => Err("write it as FIELD=VALUE, as in `institute=*Europe*`".to_string()),
    }
}
