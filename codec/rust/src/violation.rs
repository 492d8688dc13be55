// SPDX-License-Identifier: BSD-3-Clause

//! Which rules of its table a frame breaks, and in which bits.

use crate::{Field, Register, Registers, Rule};
use core::fmt;

/// One row of a message's table.
pub(crate) struct Row {
    field: Field,
    register: Register,
    /// The row's bits in its register.
    mask: u32,
    rule: Rule,
    /// The only value that the bits may have, in place.
    constant: Option<u32>,
    never: Never,
}

/// What a row's bits never are, if they are neither constant nor wrong alone.
pub(crate) enum Never {
    /// They may be anything.
    Nothing,
    /// This value, in place.
    Value(u32),
    /// Anything but 0 in a frame whose bits in `mask` are `value`.
    NonZeroBeside { mask: [u32; 5], value: [u32; 5] },
    /// No value will do.
    Anything,
}

/// A row, for tables of one line each.
pub(crate) const fn row(
    field: Field,
    register: Register,
    mask: u32,
    rule: Rule,
    constant: Option<u32>,
    never: Never,
) -> Row {
    Row { field, register, mask, rule, constant, never }
}

impl Never {
    const fn is(&self, bits: u32, words: Registers) -> bool {
        match self {
            Self::Nothing => false,
            Self::Value(value) => bits == *value,
            Self::Anything => true,
            Self::NonZeroBeside { mask, value } => {
                let mut i = 0;
                while i < words.0.len() {
                    if words.0[i] & mask[i] != value[i] {
                        return false;
                    }
                    i += 1;
                }
                bits != 0
            }
        }
    }
}

impl Row {
    /// What the words break of it.
    const fn check(&self, words: Registers, request: Registers) -> Option<Violation> {
        let word = words.0[self.register as usize];
        let mut differing = 0;
        if let Some(constant) = self.constant {
            differing |= word ^ constant;
        }
        if let Rule::Echo = self.rule {
            differing |= word ^ request.0[self.register as usize];
        }
        let Self { field, register, mask, rule, .. } = *self;
        if differing & mask != 0 {
            Some(Violation { field, register, rule, bits: differing & mask })
        } else if self.never.is(word & mask, words) {
            // What is echoed and yet wrong has a wrong value.
            let rule = if let Rule::Echo = rule { Rule::Value } else { rule };
            Some(Violation { field, register, rule, bits: mask })
        } else {
            None
        }
    }
}

/// One broken row of a message's table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Violation {
    /// The field whose bits they are.
    pub field: Field,
    /// The register with the bits.
    pub register: Register,
    /// What the bits should be.
    pub rule: Rule,
    /// The bits of the register that differ from what the rule wants; for [`Rule::Value`], whose bits are wrong only
    /// together, the whole row.
    pub bits: u32,
}

impl Violation {
    /// Non-zero "Reserved" bits break a SHOULD (ABI 3); every other rule is a MUST.
    #[must_use]
    pub const fn is_must(&self) -> bool {
        !matches!(self.rule, Rule::Res)
    }
}

/// Rule, register, bits and field: `MBZ W7 00000100 (reserved)`.
impl fmt::Display for Violation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} {} {:08x} ({})", self.rule, self.register, self.bits, self.field)
    }
}

/// All that is wrong with a frame, one [`Violation`] a row of its table at most, in ascending bit order.
///
/// Holds the frame and works them out when they are asked for, so that whoever does not ask pays nothing.
#[derive(Clone, Copy)]
pub struct Violations {
    rows: &'static [Row],
    words: Registers,
    request: Registers,
}

impl Violations {
    #[inline]
    pub(crate) const fn new(rows: &'static [Row], words: Registers, request: Registers) -> Self {
        Self { rows, words, request }
    }

    /// The violation `index`, counted from 0.
    #[must_use]
    pub const fn get(&self, index: usize) -> Option<Violation> {
        let mut before = 0;
        let mut i = 0;
        while i < self.rows.len() {
            if let Some(violation) = self.rows[i].check(self.words, self.request) {
                if before == index {
                    return Some(violation);
                }
                before += 1;
            }
            i += 1;
        }
        None
    }

    /// How many they are.
    #[must_use]
    pub const fn len(&self) -> usize {
        let mut len = 0;
        let mut i = 0;
        while i < self.rows.len() {
            if self.rows[i].check(self.words, self.request).is_some() {
                len += 1;
            }
            i += 1;
        }
        len
    }

    /// Whether the frame breaks nothing.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.get(0).is_none()
    }

    /// Whether nothing but SHOULDs is broken.
    #[must_use]
    pub const fn is_valid(&self) -> bool {
        let mut i = 0;
        while i < self.rows.len() {
            if let Some(violation) = self.rows[i].check(self.words, self.request) {
                if violation.is_must() {
                    return false;
                }
            }
            i += 1;
        }
        true
    }

    /// One after the other.
    #[must_use]
    pub fn iter(&self) -> Iter {
        Iter { violations: *self, row: 0 }
    }
}

/// Goes through [`Violations`].
#[derive(Clone, Debug)]
pub struct Iter {
    violations: Violations,
    row: usize,
}

impl Iterator for Iter {
    type Item = Violation;

    fn next(&mut self) -> Option<Violation> {
        let Violations { rows, words, request } = self.violations;
        while let Some(row) = rows.get(self.row) {
            self.row += 1;
            if let Some(violation) = row.check(words, request) {
                return Some(violation);
            }
        }
        None
    }
}

impl IntoIterator for Violations {
    type Item = Violation;
    type IntoIter = Iter;

    fn into_iter(self) -> Iter {
        self.iter()
    }
}

impl IntoIterator for &Violations {
    type Item = Violation;
    type IntoIter = Iter;

    fn into_iter(self) -> Iter {
        self.iter()
    }
}

/// Equal if they are the same violations, whatever the frames.
impl PartialEq for Violations {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

impl Eq for Violations {}

impl fmt::Debug for Violations {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_list().entries(self).finish()
    }
}

/// One after the other, with commas between.
impl fmt::Display for Violations {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, violation) in self.iter().enumerate() {
            let separator = if i == 0 { "" } else { ", " };
            write!(formatter, "{}{}", separator, violation)?;
        }
        Ok(())
    }
}
