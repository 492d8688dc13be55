// SPDX-License-Identifier: BSD-3-Clause
//
// A response whose echo nobody checks.
// expect: this function takes 2 arguments but 1 argument was supplied

use tsrpc::{Registers, RetrieveMemResponse, Violations};

pub fn response(words: Registers, _request: Registers) -> Result<RetrieveMemResponse, Violations> {
    #[cfg(good)]
    return RetrieveMemResponse::unpack(words, _request);
    #[cfg(not(good))]
    return RetrieveMemResponse::unpack(words);
}
