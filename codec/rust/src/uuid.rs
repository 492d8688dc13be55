// SPDX-License-Identifier: BSD-3-Clause

//! UUIDs, their text, and their place in four registers.

use core::fmt;
use core::str::FromStr;

/// A UUID. Messages carry it in four words, and it is held as these: word n has bytes 4n to 4n + 3 of RFC 4122's order,
/// the first in the least significant byte (ABI 3, SMCCC 5.3).
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Uuid([u32; 4]);

/// A text that is no UUID's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ParseUuidError;

/// The digit's value, if it is one.
const fn hex_digit(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        b'A'..=b'F' => Some(digit - b'A' + 10),
        _ => None,
    }
}

impl Uuid {
    /// Characters of the text: 8-4-4-4-12 hexadecimal digits with their hyphens.
    const TEXT_LENGTH: usize = 36;

    /// The UUID of 16 bytes in RFC 4122 order, the order in which its text shows them.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 16]) -> Self {
        let [a0, a1, a2, a3, b0, b1, b2, b3, c0, c1, c2, c3, d0, d1, d2, d3] = bytes;
        Self([
            u32::from_le_bytes([a0, a1, a2, a3]),
            u32::from_le_bytes([b0, b1, b2, b3]),
            u32::from_le_bytes([c0, c1, c2, c3]),
            u32::from_le_bytes([d0, d1, d2, d3]),
        ])
    }

    /// The 16 bytes in RFC 4122 order.
    #[must_use]
    pub const fn to_bytes(self) -> [u8; 16] {
        let [a, b, c, d] = self.0;
        let [a0, a1, a2, a3] = a.to_le_bytes();
        let [b0, b1, b2, b3] = b.to_le_bytes();
        let [c0, c1, c2, c3] = c.to_le_bytes();
        let [d0, d1, d2, d3] = d.to_le_bytes();
        [a0, a1, a2, a3, b0, b1, b2, b3, c0, c1, c2, c3, d0, d1, d2, d3]
    }

    /// Reads a text of the form xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx, digits in either case.
    ///
    /// # Errors
    ///
    /// Every other text.
    pub const fn parse(text: &str) -> Result<Self, ParseUuidError> {
        let text = text.as_bytes();
        if text.len() != Self::TEXT_LENGTH {
            return Err(ParseUuidError);
        }
        let mut bytes = [0; 16];
        let mut digits = 0;
        let mut i = 0;
        while i < Self::TEXT_LENGTH {
            if matches!(i, 8 | 13 | 18 | 23) {
                if text[i] != b'-' {
                    return Err(ParseUuidError);
                }
            } else if let Some(digit) = hex_digit(text[i]) {
                bytes[digits / 2] = bytes[digits / 2] << 4 | digit;
                digits += 1;
            } else {
                return Err(ParseUuidError);
            }
            i += 1;
        }
        Ok(Self::from_bytes(bytes))
    }

    /// The UUID of a text that is known to be one. In a constant a malformed text does not compile; use
    /// [`parse`](Self::parse) if the text comes from outside.
    ///
    /// # Panics
    ///
    /// Panics if the text is malformed.
    #[must_use]
    pub const fn literal(text: &str) -> Self {
        match Self::parse(text) {
            Ok(uuid) => uuid,
            Err(ParseUuidError) => panic!("this text is no UUID's"),
        }
    }

    /// The word from bit 32n of the field up.
    #[inline]
    pub(crate) const fn word(self, n: usize) -> u32 {
        self.0[n]
    }

    /// The inverse, of all four.
    #[inline]
    pub(crate) const fn from_words(words: [u32; 4]) -> Self {
        Self(words)
    }
}

impl FromStr for Uuid {
    type Err = ParseUuidError;

    fn from_str(text: &str) -> Result<Self, ParseUuidError> {
        Self::parse(text)
    }
}

/// The text in lower case.
impl fmt::Display for Uuid {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, byte) in self.to_bytes().iter().enumerate() {
            if matches!(i, 4 | 6 | 8 | 10) {
                formatter.write_str("-")?;
            }
            write!(formatter, "{:02x}", byte)?;
        }
        Ok(())
    }
}

impl fmt::Debug for Uuid {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Uuid({})", self)
    }
}

impl fmt::Display for ParseUuidError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("expected a UUID of the form xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx")
    }
}
