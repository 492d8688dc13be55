// SPDX-License-Identifier: BSD-3-Clause
//
// An interface id that nobody has checked.
// expect: private

use tsrpc::InterfaceId;

pub fn service(id: u8) -> Option<InterfaceId> {
    #[cfg(good)]
    return InterfaceId::new(id);
    #[cfg(not(good))]
    return Some(InterfaceId(id));
}
