// SPDX-License-Identifier: BSD-3-Clause
//
// A version that no protocol has.
// expect: ProtocolVersion is never 0

use tsrpc::{GetVersionResponse, ProtocolVersion, Registers};

#[cfg(good)]
const VERSION: ProtocolVersion = ProtocolVersion::literal(1);
#[cfg(not(good))]
const VERSION: ProtocolVersion = ProtocolVersion::literal(0);

pub const RESPONSE: Registers = GetVersionResponse { version: VERSION }.pack();
