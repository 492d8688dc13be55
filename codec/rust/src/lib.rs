// SPDX-License-Identifier: BSD-3-Clause

//! The TS-RPC codec: typed messages to and from W3..W7, the five argument registers of an FF-A direct message.
//!
//! All functions but iterators and trait methods are `const`, and none allocates. Which bit is where, and what it must
//! be, is generated from the tables that the C++ codec uses too; the same tests hold both to the same verdicts. "ABI n"
//! cites section n of the project's `docs/abi.md`.
//!
//! ```
//! use tsrpc::{MemoryHandle, MemoryTag, Registers, RetrieveMemRequest, RetrieveMemResponse, RpcStatus};
//!
//! // What a caller sends.
//! let message = RetrieveMemRequest { memory_handle: MemoryHandle(0xfedc_ba98_7654_3210), memory_tag: MemoryTag(0) };
//! let request = message.pack();
//! assert_eq!(request, Registers([0x00ff_0001, 0x7654_3210, 0xfedc_ba98, 0, 0]));
//!
//! // What an endpoint makes of it.
//! assert_eq!(RetrieveMemRequest::unpack_lenient(request), Ok(message));
//! let response = RetrieveMemResponse { rpc_status: RpcStatus::NOT_FOUND }.pack();
//!
//! // What the caller makes of the answer: it is held to the message's table, and to the request.
//! match RetrieveMemResponse::unpack(response, request) {
//!     Ok(response) => assert_eq!(response.rpc_status, RpcStatus::NOT_FOUND),
//!     Err(violations) => panic!("{}", violations),
//! }
//!
//! // One that sets a bit that must be zero.
//! let violations = RetrieveMemResponse::unpack(Registers([0x00ff_0001, 0, 0, 0, 0x100]), request).unwrap_err();
//! assert_eq!(violations.to_string(), "MBZ W7 00000100 (reserved)");
//! ```

#![no_std]
#![forbid(unsafe_code)]
#![deny(missing_docs)]

mod abi;
mod inspect;
mod messages;
mod uuid;
mod value;
mod violation;

pub use crate::abi::*;
pub use crate::inspect::{inspect_request, inspect_response, Inspection};
pub use crate::messages::*;
pub use crate::uuid::{ParseUuidError, Uuid};
pub use crate::violation::{Iter, Violation, Violations};

/// The five argument registers W3..W7 of one direct message (ABI 1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Registers(
    /// W3, W4, W5, W6, W7.
    pub [u32; 5],
);
