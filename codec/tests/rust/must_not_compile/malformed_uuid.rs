// SPDX-License-Identifier: BSD-3-Clause
//
// A UUID without its last digit.
// expect: this text is no UUID's

use tsrpc::Uuid;

#[cfg(good)]
pub const SERVICE: Uuid = Uuid::literal("d9df52d5-16a2-4bb2-9aa4-d26d3b84e8c0");
#[cfg(not(good))]
pub const SERVICE: Uuid = Uuid::literal("d9df52d5-16a2-4bb2-9aa4-d26d3b84e8c");
