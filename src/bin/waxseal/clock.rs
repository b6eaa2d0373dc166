//! The only room that asks what time it is, and that reads and writes dates.

use std::time::{SystemTime, UNIX_EPOCH};

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{Timestamp, fmt::strtime};
use waxseal::{Code, Error};

/// Seconds in a day.
pub(crate) const DAY: u64 = 86_400;

/// Now, in seconds since 1970.
pub(crate) fn now() -> Result<u64, Error> {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map(|since| since.as_secs())
        .map_err(|_| Error::new(Code::Io, "the system's clock stands before 1970"))
}

/// A moment as people read it: `2027-01-31 09:30 UTC`.
pub(crate) fn date(seconds: u64) -> String {
    match timestamp(seconds) {
        Some(moment) => moment.strftime("%Y-%m-%d %H:%M UTC").to_string(),
        None => seconds.to_string(),
    }
}

/// The day alone: `2027-01-31`.
pub(crate) fn day(seconds: u64) -> String {
    match timestamp(seconds) {
        Some(moment) => moment.strftime("%Y-%m-%d").to_string(),
        None => seconds.to_string(),
    }
}

/// Reads a time as shops write it: RFC 3339; a date and time with an offset, or without (UTC);
/// seconds or milliseconds since 1970.
pub(crate) fn parse(text: &str) -> Option<u64> {
    let text = text.trim();
    let moment = text.parse::<Timestamp>().ok().or_else(|| with_offset(text)).or_else(|| {
        text.parse::<DateTime>().ok()?.to_zoned(TimeZone::UTC).ok().map(|z| z.timestamp())
    });
    match moment {
        Some(moment) => u64::try_from(moment.as_second()).ok(),
        None => since_1970(text),
    }
}

fn timestamp(seconds: u64) -> Option<Timestamp> {
    Timestamp::from_second(i64::try_from(seconds).ok()?).ok()
}

/// `2027-01-31 09:30:00 +0100`, as Shopify exports it.
fn with_offset(text: &str) -> Option<Timestamp> {
    strtime::parse("%Y-%m-%d %H:%M:%S %z", text).ok()?.to_timestamp().ok()
}

/// Ten digits are seconds; thirteen are what JavaScript counts.
fn since_1970(text: &str) -> Option<u64> {
    let number: u64 = text.parse().ok()?;
    match text.len() {
        9 | 10 => Some(number),
        12 | 13 => Some(number / 1000),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{date, parse};

    #[test]
    fn times_are_read_as_shops_write_them() {
        for text in [
            "2027-01-31T09:30:00Z",
            "2027-01-31T10:30:00+01:00",
            "2027-01-31 10:30:00 +0100",
            "2027-01-31 09:30:00",
            " 2027-01-31T09:30:00 ",
            "1801387800",
            "1801387800000",
        ] {
            assert_eq!(parse(text), Some(1_801_387_800), "{text}");
        }
    }

    #[test]
    fn other_words_are_no_times() {
        for text in ["", "yesterday", "31/01/2027", "12", "-1801387800"] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_moment_is_written_in_utc() {
        assert_eq!(date(1_801_387_800), "2027-01-31 09:30 UTC");
    }
}
