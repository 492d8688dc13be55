// SPDX-License-Identifier: BSD-3-Clause
//
// A verdict that nobody looks at.
// expect: unused `Result` that must be used

use tsrpc::{Registers, RetrieveMemResponse};

pub fn is_response(words: Registers, request: Registers) -> bool {
    #[cfg(good)]
    return RetrieveMemResponse::unpack(words, request).is_ok();
    #[cfg(not(good))]
    {
        RetrieveMemResponse::unpack(words, request);
        true
    }
}
