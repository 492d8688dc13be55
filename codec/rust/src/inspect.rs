// SPDX-License-Identifier: BSD-3-Clause

//! Any five words: which message are they, and what is wrong with them?

use crate::messages::rows_of;
use crate::{Direction, Message, Registers, Violations};

/// What five words are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Inspection {
    /// Which message.
    pub message: Message,
    /// Which way it goes.
    pub direction: Direction,
    /// What the words break of the message's table.
    pub violations: Violations,
}

impl Inspection {
    const fn new(message: Message, direction: Direction, words: Registers, request: Registers) -> Self {
        let violations = Violations::new(rows_of(message, direction), words, request);
        Self { message, direction, violations }
    }

    /// Whether the words are a message of version 1 that breaks no MUST.
    #[must_use]
    pub const fn is_valid(&self) -> bool {
        self.violations.is_valid()
    }
}

/// Any five words as a request.
#[must_use]
pub const fn inspect_request(words: Registers) -> Inspection {
    Inspection::new(Message::classify(words), Direction::Request, words, words)
}

/// Any five words as the response to `request`. If that is not known, pass `words` again: they echo themselves.
#[must_use]
pub const fn inspect_response(words: Registers, request: Registers) -> Inspection {
    Inspection::new(Message::classify(request), Direction::Response, words, request)
}
