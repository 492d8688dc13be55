// SPDX-License-Identifier: BSD-3-Clause
//
// The management interface as a service.
// expect: InterfaceId is never 0xff

use tsrpc::InterfaceId;

#[cfg(good)]
pub const ID: InterfaceId = InterfaceId::literal(0xfe);
#[cfg(not(good))]
pub const ID: InterfaceId = InterfaceId::literal(0xff);
